namespace PlotManager.Display.Terminal;

/// <summary>The signs beyond plain letters that screens use: full ones, and a set for outputs whose encoding has ASCII only.</summary>
public sealed record Glyphs
{
    public static readonly Glyphs Unicode = new();

    public static readonly Glyphs Ascii = new()
    {
        Dot = " - ",
        Pointer = ">",
        Ellipsis = "~",
        Descending = "v",
        Ascending = "^",
        Arrow = " -> ",
        AtMost = "<",
        Full = '#',
        Eighths = "",
        Rest = '.',
        Used = '#',
        Promised = '+',
        Free = '.',
        Rule = '-',
        Cursor = "_",
    };

    /// <summary>Between parts of a sentence.</summary>
    public string Dot { get; init; } = " · ";

    /// <summary>Marks the selected run.</summary>
    public string Pointer { get; init; } = "›";

    /// <summary>Stands for what was cut.</summary>
    public string Ellipsis { get; init; } = "…";

    /// <summary>Behind the title of the column that rows are sorted by.</summary>
    public string Descending { get; init; } = "▾";

    /// <summary>The same where the order is reversed.</summary>
    public string Ascending { get; init; } = "▴";
    public string Arrow { get; init; } = " → ";
    public string AtMost { get; init; } = "≤";
    public char Full { get; init; } = '█';

    /// <summary>One eighth to seven eighths of a full block.</summary>
    public string Eighths { get; init; } = "▏▎▍▌▋▊▉";
    public char Rest { get; init; } = '░';
    public char Used { get; init; } = '▓';
    public char Promised { get; init; } = '▒';
    public char Free { get; init; } = '░';
    public char Rule { get; init; } = '─';

    /// <summary>Behind a text that is being typed.</summary>
    public string Cursor { get; init; } = "▏";

    public static Glyphs For(System.Text.Encoding output)
    {
        var sample = Unicode.Full + Unicode.Ellipsis + Unicode.Pointer;
        return output.GetString(output.GetBytes(sample)) == sample ? Unicode : Ascii;
    }
}
