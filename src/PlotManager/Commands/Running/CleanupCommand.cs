using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using PlotManager.Acting.Ending;
using PlotManager.Core.Configuration;
using PlotManager.Core.Text;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Platform;
using PlotManager.Remains;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Running;

/// <summary><c>cleanup</c>: temp files of plots that are no longer running.</summary>
public sealed class CleanupCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var delete = new Option<bool>("--delete") { Description = "Delete them; without it they are only listed" };
        var job = new Option<string?>("--job")
        {
            Description = "Every plot-shaped temp file in the temp directories of this job that no living plot owns",
            HelpName = "JOB",
        };
        var json = SharedOptions.Json("the files and what became of them");
        var verbose = SharedOptions.Verbose();
        var command = new Command("cleanup", "List temp files of plots that are no longer running, or delete them")
        {
            delete, job, json, verbose,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var farm = Farm.OpenAsItRuns(parsed, environment);
            new FarmRecognition(farm.Paths, environment).RefuseCopy();
            var wanted = parsed.GetValue(delete);
            if (wanted && await UnsavedChanges.OfManagerAsync(farm.Paths, environment, cancel) is { } unsaved)
            {
                throw new CommandFault($"nothing is deleted, for {unsaved}"); // what it knows may be whose these files are
            }

            var only = Chosen(farm.Config, parsed.GetValue(job));
            using var held = wanted ? await HoldAsync(farm, cancel) : null;
            var found = Find(farm, only);
            if (!parsed.GetValue(json))
            {
                List(found, wanted, parsed.GetValue(verbose));
            }

            var removed = wanted ? found.Delete(environment.Machine.Value) : null;
            if (parsed.GetValue(json))
            {
                environment.TellJson(JsonSerializer.Serialize(CleanupPart.Of(found, removed), CleanupJson.Default.CleanupPart));
            }
            else if (removed is not null)
            {
                Report(removed);
            }

            return removed is { Refusals.IsEmpty: false } ? ExitCode.No : ExitCode.Done;
        });
        return command;
    }

    // No manager begins while files are deleted. One that runs has the lock itself; where there is no state folder none has ever been.
    private async Task<FarmLock?> HoldAsync(Farm farm, CancellationToken cancel) =>
        Directory.Exists(farm.Paths.StateFolder) && ManagerFacts.OfLiving(farm.Paths, environment.Machine.Value) is null
            ? await FarmLock.TakeAsync(farm.Paths, "cleanup", environment, cancel)
            : null;

    private static Job? Chosen(Config config, string? name) =>
        name is null
            ? null
            : config.FindJob(name) ?? throw new CommandFault($"there is no job '{Printable.Strip(name)}' in the config", ExitCode.Usage);

    private PlotDeletion Find(Farm farm, Job? only)
    {
        var machine = environment.Machine.Value;
        using var look = FarmLook.Once(farm, environment);
        if (look.JournalTrouble is { } unread)
        {
            throw new CommandFault($"nothing is deleted without knowing what was plotted: {unread}");
        }

        var ended = new EndedPlots(farm.Config, look.Store.EndedPlots(), look.Store.State, machine.Files);
        return new Cleanup(machine, farm.Config, look.Store, ended, look.Seen.At).Judge(only);
    }

    private void List(PlotDeletion found, bool delete, bool verbose)
    {
        foreach (var line in verbose ? Each(found) : Sums(found))
        {
            environment.Out.WriteLine(Printable.Strip(line));
        }

        foreach (var trouble in found.Troubles)
        {
            environment.Error.WriteLine(Printable.Strip(trouble));
        }

        var sum = $"{Figures.Count(found.Files.Length, "file")} of plots that are no longer running, {Figures.Size(found.Bytes)}";
        environment.Out.WriteLine(found.Files.IsEmpty
            ? "No temp files of ended plots can be deleted."
            : delete
            ? $"{sum}."
            : $"{sum}; plotmanager cleanup --delete deletes them.");
    }

    private static IEnumerable<string> Each(PlotDeletion found) =>
        found.Files.Select(leftover => $"{leftover.File.Path}  {Figures.Size(leftover.File.Allocated)}  {leftover.Why}")
            .Concat(found.Kept.Select(kept => $"{kept.File.Path}  {Figures.Size(kept.File.Allocated)}  left: {kept.Why}"));

    private static IEnumerable<string> Sums(PlotDeletion found) =>
        found.Files.GroupBy(leftover => (leftover.Folder, leftover.Why))
            .Select(group => Sum(group.Key.Folder, [.. group.Select(leftover => leftover.File)], group.Key.Why))
            .Concat(found.Kept.GroupBy(kept => (Folder: Path.GetDirectoryName(kept.File.Path)!, kept.Why))
                .Select(group => Sum(group.Key.Folder, [.. group.Select(kept => kept.File)], $"left: {group.Key.Why}")));

    private static string Sum(string folder, IReadOnlyCollection<FileFinding> files, string why) =>
        $"{folder}  {Figures.Count(files.Count, "file")}, {Figures.Size(files.Sum(file => file.Allocated))}  {why}";

    private void Report(Removed removed)
    {
        foreach (var refusal in removed.Refusals)
        {
            environment.Error.WriteLine(refusal);
        }

        environment.Out.WriteLine($"Deleted {Figures.Count(removed.Files.Length, "file")}, freed {Figures.Size(removed.Bytes)}.");
    }
}

/// <summary>What <c>cleanup --json</c> prints. Sizes are bytes on the drive.</summary>
/// <param name="Deleted">Null where deleting was not asked for.</param>
public sealed record CleanupPart(
    IReadOnlyList<CleanupFilePart> Files, IReadOnlyList<CleanupFilePart> Left, int? Deleted, long? FreedBytes,
    IReadOnlyList<string> Problems)
{
    public static CleanupPart Of(PlotDeletion found, Removed? removed) => new(
        [.. found.Files.Select(leftover => new CleanupFilePart(
            leftover.File.Path, leftover.File.Allocated, leftover.PlotId, leftover.Why))],
        [.. found.Kept.Select(kept => new CleanupFilePart(kept.File.Path, kept.File.Allocated, null, kept.Why))],
        removed?.Files.Length, removed?.Bytes, [.. found.Troubles, .. removed?.Refusals ?? []]);
}

public sealed record CleanupFilePart(string Path, long Bytes, string? PlotId, string Why);

[JsonSerializable(typeof(CleanupPart))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class CleanupJson : JsonSerializerContext;
