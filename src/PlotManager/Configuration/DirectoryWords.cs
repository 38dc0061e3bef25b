using PlotManager.Core.Scheduling;

namespace PlotManager.Configuration;

/// <summary>What is wrong with a directory, and what to do about it.</summary>
internal static class DirectoryWords
{
    public static string Problem(DirectoryFinding finding) => finding.Detail ?? finding.Condition switch
    {
        DirectoryCondition.Missing => "there is no such directory",
        DirectoryCondition.NotADirectory => "it is not a directory",
        DirectoryCondition.NotWritable => "it cannot be written",
        DirectoryCondition.ReadOnly => "its drive is read-only",
        DirectoryCondition.NotMounted => "it is not mounted",
        DirectoryCondition.Skipped => "it is skipped: plots were not made there",
        _ => "it cannot be read",
    };

    public static string Remedy(DirectoryCondition condition) => condition switch
    {
        DirectoryCondition.Missing => "make it, or mount its drive",
        DirectoryCondition.NotMounted => "mount the drive",
        DirectoryCondition.Skipped => "see to the drive, then run plotmanager reload",
        DirectoryCondition.NotWritable => "give this user the right to write there",
        DirectoryCondition.ReadOnly => "see why the drive is read-only (a fault? the kernel's log tells), and mount it anew",
        DirectoryCondition.NotADirectory => "give the path of a directory",
        _ => "see that its drive answers",
    };
}
