using System.Text;
using PlotManager.Control;
using PlotManager.Display.Json;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Store;

namespace PlotManager.Commands.Running;

/// <summary>Asks the running manager whether all that it knows is in its journal.</summary>
internal static class UnsavedChanges
{
    /// <returns>How much is not saved, and why, for people; null where all is, or no manager answers.</returns>
    public static async Task<string?> OfManagerAsync(FarmPaths paths, CommandEnvironment environment, CancellationToken cancel)
    {
        if (ManagerFacts.OfLiving(paths, environment.Machine.Value) is not { } facts)
        {
            return null;
        }

        using var client = new ControlClient(facts, environment.Machine.Value.Entries);
        return await client.SnapshotAsync(cancel) is { } json
            && SnapshotJson.Read(Encoding.UTF8.GetBytes(json)).Manager is { Unsaved: { } unsaved, UnsavedReason: { } reason }
            ? NotSaved.Words(ends: false, unsaved, reason)
            : null;
    }
}
