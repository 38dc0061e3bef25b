using System.CommandLine;
using PlotManager.Commands.Looking;
using PlotManager.Commands.Running;
using PlotManager.Configuration;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Journal;
using PlotManager.Platform;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Demo;

/// <summary><c>demo</c>: a small farm of its own that makes a few stand-in plots before one's eyes, with the true manager.</summary>
public sealed class DemoCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var keep = new Option<string?>(
            "--keep")
        { Description = "Make the farm in this folder (new or empty) instead of a temporary one", HelpName = "DIR" };
        var plots = SharedOptions.Number<int>(
            "--plots", "How many plots to make", "N", number => number is >= 1 and <= 1000, "a whole number from 1 to 1000");
        plots.DefaultValueFactory = _ => 6;
        var speed = SharedOptions.Number<double>(
            "--speed", "2 is twice as fast", "X", number => number is >= 0.01 and <= 100, "a number from 0.01 to 100");
        speed.DefaultValueFactory = _ => 1;
        var command = new Command(
            "demo", "Make a few stand-in plots on a small farm of its own: about half a minute, touches nothing else")
        {
            keep, plots, speed,
        };
        command.SetAction((parsed, cancel) => RunAsync(parsed.GetValue(keep), parsed.GetValue(plots), parsed.GetValue(speed), cancel));
        return command;
    }

    private async Task<int> RunAsync(string? keep, int plots, double speed, CancellationToken cancel)
    {
        var demo = DemoFarm.Make(keep is null ? null : environment.FullPath(keep), plots, speed, environment);
        var done = false;
        try
        {
            environment.Out.WriteLine($"Made a small farm in {demo.Folder}: two jobs, {plots} stand-in plots of k18.");
            environment.Out.WriteLine(keep is null
                ? "The folder stays when all plots are made, so that you can look around; a demo that is interrupted removes it."
                : "The folder stays.");
            environment.Out.WriteLine("Starting its manager ...");
            environment.Out.Flush();
            var quiet = environment with { Out = TextWriter.Null };
            if (await new StartCommand(quiet).StartAsync(demo.Farm, cancel) != ExitCode.Done)
            {
                return ExitCode.No;
            }

            await ShowUntilDoneAsync(demo.Farm, plots, cancel);
            await new StopCommand(environment).StopAsync(demo.Farm.Paths, CancellationToken.None);
            var made = demo.PlotsMade();
            done = made.Count >= plots;
            Report(demo, made, plots);
            return done ? ExitCode.Done : ExitCode.No;
        }
        catch (OperationCanceledException)
        {
            environment.Out.WriteLine("The demo was ended.");
            return ExitCode.No;
        }
        finally
        {
            await new StopCommand(environment).StopAsync(demo.Farm.Paths, CancellationToken.None);
            await demo.EndPlottersAsync();
            if (!done && keep is null)
            {
                demo.Remove();
            }
        }
    }

    private async Task ShowUntilDoneAsync(Farm farm, int plots, CancellationToken cancel)
    {
        using var finished = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        if (environment.Interactive && SystemTerminal.IsInteractive)
        {
            await new ViewCommand(environment).ShowAsync(farm, snapshot => EndWhenDone(snapshot, plots, finished), finished.Token);
            if (!finished.IsCancellationRequested)
            {
                throw new OperationCanceledException(); // q in the view ends the demo
            }
        }
        else
        {
            using var source = new SnapshotSource(farm, environment);
            var progress = new PlainProgress(environment.Out, environment.Machine.Value.Time);
            while (!finished.IsCancellationRequested)
            {
                var snapshot = await source.LookAsync(cancel);
                progress.Show(snapshot);
                EndWhenDone(snapshot, plots, finished);
                await Task.Delay(TimeSpan.FromMilliseconds(250), environment.Machine.Value.Time, cancel);
            }
        }

        cancel.ThrowIfCancellationRequested();
    }

    // The manager ends by itself once all is made; whoever asks later finds none. A plot that fails here shows a fault of this machine.
    private static void EndWhenDone(Snapshot snapshot, int plots, CancellationTokenSource finished)
    {
        if (snapshot.Manager.Running != true
            || snapshot.Jobs.Sum(job => job.Completed) >= plots
            || snapshot.Jobs.Any(job => job.Failed > 0))
        {
            finished.Cancel();
        }
    }

    private void Report(DemoFarm demo, IReadOnlyList<PastPlot> made, int plots)
    {
        Action<string> write = environment.Out.WriteLine;
        write("");
        write($"{made.Count} of {plots} plots were made:");
        foreach (var plot in made)
        {
            write($"  {plot.Run.Job,-8} k{plot.Run.K}  {plot.Plot.TotalSeconds ?? 0,5:0.0} s  {plot.Plot.FinalFile}");
        }

        write("");
        write("Look at it:");
        write($"  {ProgramAsTyped()} status --config {demo.Farm.Paths.ConfigFile}");
        write($"  the plotters' logs are in {demo.Farm.Config.LogFolder}, what the manager did is in {demo.Farm.Paths.DebugLog}");
        write($"  remove it all with: {(OperatingSystem.IsWindows() ? "rmdir /s" : "rm -r")} {demo.Folder}");
        write("");
        write("For a farm of your own: plotmanager init writes a config.yaml that explains every key, or take the one you have;");
        write("these keys make the difference to the demo's:");
        write("  chia_location: /path/of/your/chia      backend: chia (or madmax, ...)      size: 32");
        write("  farmer_public_key and pool_contract_address of your own, temporary_directory and destination_directory on your drives");
        write("Then: plotmanager check, plotmanager start, plotmanager view.");
    }

    // A build that is not on PATH is called by its path.
    private string ProgramAsTyped() =>
        new ExecutableSearch(environment.Machine.Value.Files, environment.Variable).Find("plotmanager").Path is null
            ? OwnProgram.Current().Executable
            : "plotmanager";
}
