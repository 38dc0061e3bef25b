using System.CommandLine.Completions;

namespace PlotManager.Hosting;

/// <summary>
/// What the program offers a shell where the shell itself completes best. The word that is being typed stands behind the sign, as only
/// what has that word in it is offered at all.
/// </summary>
public static class Offers
{
    /// <summary>The shell offers files and folders.</summary>
    public static IEnumerable<CompletionItem> Files(CompletionContext context) => [new CompletionItem($"@file {context.WordToComplete}")];

    /// <summary>The shell offers folders alone.</summary>
    public static IEnumerable<CompletionItem> Folders(CompletionContext context) => [new CompletionItem($"@dir {context.WordToComplete}")];
}
