using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;

namespace PlotManager.Platform;

/// <summary>
/// What sysctl(KERN_PROCARGS2) of macOS gives: the count of arguments, the path of the program, padding, the arguments, the environment.
/// </summary>
internal sealed record MacProcessArguments(string Executable, ImmutableArray<string> Arguments, ImmutableArray<string> Environment)
{
    /// <summary>Null if the bytes are none.</summary>
    internal static MacProcessArguments? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < sizeof(int))
        {
            return null;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        var rest = bytes[sizeof(int)..];
        var executable = Next(ref rest);
        while (!rest.IsEmpty && rest[0] == 0)
        {
            rest = rest[1..];
        }

        var arguments = ImmutableArray.CreateBuilder<string>();
        while (arguments.Count < count && !rest.IsEmpty)
        {
            arguments.Add(Next(ref rest));
        }

        var environment = ImmutableArray.CreateBuilder<string>();
        while (!rest.IsEmpty && rest[0] != 0)
        {
            environment.Add(Next(ref rest));
        }

        return new MacProcessArguments(executable, arguments.ToImmutable(), environment.ToImmutable());
    }

    internal string? Variable(string name) =>
        Environment.FirstOrDefault(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))?[(name.Length + 1)..];

    private static string Next(ref ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOf((byte)0);
        var text = Encoding.UTF8.GetString(end < 0 ? rest : rest[..end]);
        rest = end < 0 ? default : rest[(end + 1)..];
        return text;
    }
}
