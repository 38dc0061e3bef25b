using PlotManager.Core.Scheduling;
using PlotManager.Platform;

namespace PlotManager.Tests.Configuration;

/// <summary>Drives as a test says they are: every directory that is not named is missing.</summary>
internal sealed class FakeDrives : IDrives
{
    public const long Gib = 1L << 30;

    public Dictionary<string, DirectoryFinding> Directories { get; } = [];
    public Dictionary<string, IReadOnlyList<string>> Siblings { get; } = [];

    public FakeDrives With(string directory, string drive, long freeGib, long totalGib = 2000)
    {
        Directories[directory] = new DirectoryFinding(drive, freeGib * Gib, totalGib * Gib, DirectoryCondition.Usable);
        return this;
    }

    public FakeDrives Broken(string directory, DirectoryCondition condition, string detail)
    {
        Directories[directory] = new DirectoryFinding(null, 0, 0, condition, detail);
        return this;
    }

    public DirectoryFinding Look(string directory) =>
        Directories.GetValueOrDefault(directory)
            ?? new DirectoryFinding(null, 0, 0, DirectoryCondition.Missing, "there is no such directory");

    /// <summary>The file system of a directory's drive.</summary>
    public Dictionary<string, string> Types { get; } = [];

    public DriveReading? DriveOf(string path) =>
        Types.TryGetValue(path, out var type) ? new DriveReading(path, path, type, 1L << 40, 1L << 40) : null;

    public IReadOnlyList<string> MountsBeside(string directory) => Siblings.GetValueOrDefault(directory) ?? [];

    public void Refresh()
    {
    }
}

/// <summary>Files as a test says they are.</summary>
internal sealed class FakeFiles : IFiles
{
    public HashSet<string> Executables { get; } = ["/opt/chia"];
    public List<FileFinding> Found { get; } = [];

    public FileFinding? Look(string path) => Found.Where(file => file.Path == path).Select(file => (FileFinding?)file).FirstOrDefault();

    public IReadOnlyList<FileFinding> List(string folder) => Found.FindAll(file => Path.GetDirectoryName(file.Path) == folder);

    public byte[] Read(string path, long offset, int count) => [];

    public void MakeFolder(string path)
    {
    }

    public void Delete(string path)
    {
    }

    public string? ExecutionProblem(string path) => Executables.Contains(path) ? null : "there is no such file";
}
