using System.Text.RegularExpressions;

namespace PlotManager.Tests.Documentation;

/// <summary>The pages' links to each other and to files of the repository lead somewhere.</summary>
public sealed partial class LinksTests
{
    public static TheoryData<string> Pages() =>
        [.. new[] { Repository.Folder }
            .SelectMany(root => Directory.EnumerateFiles(root, "*.md")
                .Concat(Directory.EnumerateFiles(Path.Combine(root, "docs"), "*.md", SearchOption.AllDirectories)))
            .Select(page => Path.GetRelativePath(Repository.Folder, page))];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Page_EveryLinkWithinTheRepository_LeadsToAFileAndAHeading(string page)
    {
        var path = Repository.PathOf(page);

        var broken = Link().Matches(File.ReadAllText(path)).Select(match => match.Groups["target"].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal) && !LeadsSomewhere(path, target));

        broken.ShouldBeEmpty();
    }

    /// <summary>A farmer's archive has some of the repository's files; its pages lead to no other.</summary>
    [Fact]
    public void Archive_EveryLinkOfItsPages_LeadsToAFileOfTheArchive()
    {
        var handedOut = HandedOut().Match(File.ReadAllText(Repository.PathOf("publish"))).Groups["files"].Value.Split(' ');
        handedOut.ShouldContain("README.md");
        bool IsInside(string path) => Array.Exists(
            handedOut, entry => path == entry || path.StartsWith(entry + "/", StringComparison.Ordinal));
        var pages = Directory.EnumerateFiles(Repository.Folder, "*.md", SearchOption.AllDirectories)
            .Where(page => IsInside(FromRoot(page)));

        var dead =
            from page in pages
            from target in Link().Matches(File.ReadAllText(page)).Select(match => match.Groups["target"].Value.Split('#')[0])
            where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
            where !IsInside(FromRoot(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, target))))
            select $"{FromRoot(page)}: {target}";

        dead.ShouldBeEmpty();
    }

    private static string FromRoot(string path) => Path.GetRelativePath(Repository.Folder, path).Replace('\\', '/');

    private static bool LeadsSomewhere(string page, string target)
    {
        var parts = target.Split('#', 2);
        var file = parts[0].Length == 0 ? page : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page)!, parts[0]));
        return (File.Exists(file) || Directory.Exists(file))
            && (parts.Length == 1 || File.ReadLines(file).Where(line => line.StartsWith('#')).Select(Anchor).Contains(parts[1]));
    }

    // As GitHub makes them: lower case, blanks as hyphens, other signs than letters, digits, hyphens and underscores left out.
    private static string Anchor(string heading) =>
        new([.. heading.TrimStart('#')
            .Trim()
            .ToLowerInvariant()
            .Replace(' ', '-')
            .Where(sign => char.IsLetterOrDigit(sign) || sign is '-' or '_')]);

    [GeneratedRegex(@"handed_out=\((?<files>[^)]*)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HandedOut();

    [GeneratedRegex(@"\[[^\]]*\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
