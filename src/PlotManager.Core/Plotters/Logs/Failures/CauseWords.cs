using System.Collections.Immutable;

namespace PlotManager.Core.Plotters.Logs.Failures;

/// <summary>Words in a failure's message and the cause that they tell.</summary>
/// <param name="IsPlaceOnly">They tell no failure, only which drive is full if one is.</param>
public sealed record CauseWords(string Words, FailureCause Cause, bool IsPlaceOnly = false)
{
    /// <summary>The cause of the first words that the message holds, in any case of letters.</summary>
    public static FailureCause? Find(string message, ImmutableArray<CauseWords> words) => First(message, words, isPlaceOnly: false);

    /// <summary>Which drive is full, by the first words that tell it.</summary>
    public static FailureCause? FullAt(string message, ImmutableArray<CauseWords> words) => First(message, words, isPlaceOnly: true);

    private static FailureCause? First(string message, ImmutableArray<CauseWords> words, bool isPlaceOnly)
    {
        foreach (var entry in words)
        {
            if (entry.IsPlaceOnly == isPlaceOnly && message.Contains(entry.Words, StringComparison.OrdinalIgnoreCase))
            {
                return entry.Cause;
            }
        }

        return null;
    }
}
