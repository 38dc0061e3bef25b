using System.Collections.Immutable;
using PlotManager.Core.PlotFiles;
using PlotManager.Platform;

namespace PlotManager.Acting.Ending;

/// <summary>Which drive a folder is on: of what was seen before and after it is asked whether it is still the same.</summary>
public sealed record DriveMark(string MountPoint, string Pool, string FileSystem, long TotalBytes)
{
    /// <summary>Null if the drive cannot be read.</summary>
    public static DriveMark? Of(IDrives drives, string folder) =>
        drives.DriveOf(folder) is { } drive ? new DriveMark(drive.MountPoint, drive.Pool, drive.FileSystem, drive.TotalBytes) : null;
}

/// <summary>Regular files directly in some directories, no links, with the drives they were seen on.</summary>
public sealed class FoundFiles
{
    private readonly Dictionary<string, IReadOnlyList<FileFinding>> _files = [];
    private readonly Dictionary<string, DriveMark> _drives = [];
    private readonly ILookup<string, FileFinding> _byGroup;

    private FoundFiles(Machine machine, IEnumerable<string> folders)
    {
        var troubles = ImmutableArray.CreateBuilder<string>();
        foreach (var folder in folders.Select(Path.TrimEndingDirectorySeparator).Distinct())
        {
            _files[folder] = [];
            try
            {
                if (DriveMark.Of(machine.Drives, folder) is { } drive)
                {
                    _drives[folder] = drive;
                }

                _files[folder] = machine.Files.List(folder);
            }
            catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
            {
                troubles.Add($"{folder} could not be looked through: {unreadable.Message}");
            }
        }

        Troubles = troubles.ToImmutable();
        _byGroup = All.ToLookup(file => IdOf(file) ?? Path.GetDirectoryName(file.Path)!);
    }

    /// <summary>Directories that could not be listed, each with the reason.</summary>
    public ImmutableArray<string> Troubles { get; }

    public IEnumerable<FileFinding> All => _files.Values.SelectMany(files => files);

    public static FoundFiles In(Machine machine, IEnumerable<string> folders) => new(machine, folders);

    public static string? IdOf(FileFinding file) => PlotFileNames.PlotIdOf(Path.GetFileName(file.Path));

    public IReadOnlyList<FileFinding> Of(string folder) => _files.GetValueOrDefault(Path.TrimEndingDirectorySeparator(folder), []);

    /// <summary>All files whose names carry this plot id.</summary>
    public IEnumerable<FileFinding> Fellows(string plotId) => Path.IsPathFullyQualified(plotId) ? [] : _byGroup[plotId];

    public bool IsStillOnItsDrive(IDrives drives, string folder) =>
        _drives.TryGetValue(folder, out var drive) && DriveMark.Of(drives, folder) == drive;
}
