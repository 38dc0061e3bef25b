using System.Text;
using PlotManager.Core.Plotters.Logs.Lines;
using PlotManager.Core.Plotting;
using PlotManager.Core.Text;

namespace PlotManager.Core.Plotters.Logs;

/// <summary>One run while its log is read, line by line: which lines mean something, and what was said before them.</summary>
internal sealed class RunDraft
{
    private const int MostPrefixes = 4;

    private readonly PlotterProfile _profile;
    private readonly LineDispatch _dispatch;
    private readonly Captures _captures;
    private PlotsDraft _plots;

    // A failure whose words are still to come.
    private LineRule? _awaiting;

    // The time that stood before the plotter's own words.
    private DateTime? _prefixDate;

    private LogTransport _transport;

    public RunDraft(PlotterProfile profile)
    {
        (_profile, _dispatch, _captures) = (profile, profile.Log.Dispatch, new Captures());
        _plots = new PlotsDraft(profile, _captures);
    }

    public RunDraft Copy()
    {
        var copy = (RunDraft)MemberwiseClone();
        copy._plots = _plots.Copy();
        return copy;
    }

    public RunLog State(int lines, QuotedLines tail) =>
        _plots.State with { Lines = lines, LastLines = _plots.Current?.Log.State == PlotState.Completed ? [] : tail.Lines() };

    // While a failure's words are awaited, or a blocked plot's going on, every line counts.
    private bool IsAttentive => _awaiting is not null || _plots.Current?.IsBlockedAtWork == true;

    /// <summary>Whether lines may begin with what no pattern of the plotter begins with.</summary>
    public bool MayBeTransported => _transport.IsPossible;

    /// <summary>How many bytes from the beginning of a line on mean nothing. Here nearly all lines end.</summary>
    /// <param name="lines">Lines passed over are added.</param>
    public int PassOver(ReadOnlySpan<byte> bytes, ref int lines) =>
        IsAttentive || MayBeTransported ? 0 : _dispatch.PassOver(bytes, ref lines);

    /// <summary>One line without its end.</summary>
    public void Take(ReadOnlySpan<byte> line, int number, bool isWhole)
    {
        var start = 0;
        while (start < line.Length && line[start] <= ' ' && line[start] != Ansi.Escape)
        {
            start++;
        }

        if (start == line.Length)
        {
            return;
        }

        _transport.See(line[start..]);
        if (!IsAttentive)
        {
            if ((MayBeTransported || _dispatch.MayMean(line[start..])) && Find(line[start..], isWhole, out var own) is { } rule)
            {
                Apply(rule, own, number);
            }

            return;
        }
        TakeAttentively(line, start, number, isWhole);
    }

    /// <summary>The rule that fits the next line, without what it does. Null: the line means nothing.</summary>
    public LineRule? RuleOf(ReadOnlySpan<byte> line)
    {
        var own = line.TrimStart(" \t"u8);
        if (!own.IsEmpty)
        {
            _transport.See(own);
        }

        return own.IsEmpty || own.Length > PlotLogReader.LongestLine || (!MayBeTransported && !_dispatch.MayMean(own))
            ? null
            : Find(own, true, out _);
    }

    private void TakeAttentively(ReadOnlySpan<byte> line, int start, int number, bool isWhole)
    {
        var rule = Find(line[start..], isWhole, out var own);
        if (_awaiting is { } awaiting)
        {
            var isIndented = start > 0 || IsIndentedBehindPrefix(line[start..], own);
            if (own.IsEmpty || (awaiting.Message == MessageAt.NextUnindented && isIndented))
            {
                return;
            }

            // One more thread that dies says nothing of why.
            if (awaiting.Message == MessageAt.NextLine && rule is { Event: LineEvent.Fails, Message: MessageAt.NextLine })
            {
                return;
            }

            // `what():  ...` after `terminate called`: the words that were awaited, with a rule of their own.
            _awaiting = null;
            var words = awaiting.Message == MessageAt.NextLine && rule is { Event: LineEvent.Fails, Message: MessageAt.ThisLine }
                ? rule
                : null;
            _plots.Fail(
                words?.Cause ?? awaiting.Cause, (words is null ? null : _captures.Text(LogField.Message)) ?? Text(own), isIndirect: true);
            return;
        }
        if (_plots.Current is { IsBlockedAtWork: true } blocked && rule?.Event != LineEvent.Blocked)
        {
            blocked.GoOn();
        }

        if (rule is not null)
        {
            Apply(rule, own, number);
        }
    }

    // `STDERR:   File "x"`: the wrapper's mark and one space, then what the plotter wrote.
    private static bool IsIndentedBehindPrefix(ReadOnlySpan<byte> line, ReadOnlySpan<byte> own)
    {
        var before = line.Length - own.Length;
        return before >= 2 && line[before - 1] == ' ' && line[before - 2] == ' ';
    }

    /// <param name="own">The line without what stands before the plotter's own words.</param>
    private LineRule? Find(ReadOnlySpan<byte> line, bool isWhole, out ReadOnlySpan<byte> own)
    {
        var rule = FindOwn(line, isWhole, out own);
        while (rule is null && MayBeTransported && LogTransport.LengthOf(line) is var length and > 0)
        {
            line = line[length..].TrimStart(" \t"u8);
            rule = FindOwn(line, isWhole, out own);
        }

        return rule;
    }

    private LineRule? FindOwn(ReadOnlySpan<byte> line, bool isWhole, out ReadOnlySpan<byte> own)
    {
        own = line;
        _prefixDate = null;
        for (var prefixes = 0; prefixes <= MostPrefixes; prefixes++)
        {
            if (own.Contains(Ansi.Escape))
            {
                own = Ansi.Stripped(own).TrimStart(" \t"u8);
            }

            if (own.IsEmpty || _dispatch[own[0]] is not { } candidates)
            {
                return null;
            }

            var rest = -1;
            foreach (var candidate in candidates)
            {
                if (!candidate.FitsBeginning(own))
                {
                    continue;
                }

                if (candidate.Rule is { } rule)
                {
                    if (candidate.Pattern.TryMatch(own, isWhole, _captures) && IsFinalFile())
                    {
                        return rule;
                    }
                }
                else if (candidate.Pattern.EndOf(own, _captures) is var end and > 0)
                {
                    rest = end;
                    _prefixDate = _captures.Date ?? _prefixDate;
                    break;
                }
            }
            if (rest < 0)
            {
                return null;
            }

            own = own[rest..].TrimStart(" \t"u8);
        }
        return null;
    }

    // What is named as the finished plot must be named like one: a path that is cut off is none.
    private bool IsFinalFile()
    {
        if (!_captures.Has(LogField.FinalFile))
        {
            return true;
        }

        foreach (var end in _profile.Files.FinalEnds)
        {
            if (_captures.EndsWith(LogField.FinalFile, end))
            {
                return true;
            }
        }
        return false;
    }

    private void Apply(LineRule rule, ReadOnlySpan<byte> own, int number)
    {
        var message = rule.Event is LineEvent.Blocked or LineEvent.Fails ? _captures.Text(LogField.Message) ?? Text(own) : "";
        _plots.Apply(rule, message, _prefixDate, number);
        _awaiting = rule.Event == LineEvent.Fails && rule.Message != MessageAt.ThisLine ? rule : _awaiting;
    }

    private static string Text(ReadOnlySpan<byte> line) => Printable.Strip(Encoding.UTF8.GetString(line)).Trim();
}
