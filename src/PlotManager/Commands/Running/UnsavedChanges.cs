using PlotManager.Acting;
using PlotManager.Commands;
using PlotManager.Commands.Configuring;
using PlotManager.Commands.Demo;
using PlotManager.Commands.Looking;
using PlotManager.Commands.Service;
using PlotManager.Control;
using PlotManager.Display.Json;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Loop;
using PlotManager.Observing;
using PlotManager.Snapshots;
using PlotManager.Store;
using System.Text;
using PlotManager.Display;
using PlotManager.Http;

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
