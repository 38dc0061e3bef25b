using System.Text;

namespace PlotManager.Farms;

/// <summary>
/// A text as 16 hexadecimal digits, the same everywhere and always (FNV-1a, 64 bits). For names and marks; a cryptographic hash would
/// load OpenSSL, which takes longer than all else a short command does before its look.
/// </summary>
internal static class Fingerprint
{
    public static string Of(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var one in Encoding.UTF8.GetBytes(text))
        {
            hash = unchecked((hash ^ one) * 1099511628211UL);
        }

        return hash.ToString("x16");
    }
}
