using System.Diagnostics;
using System.Security.Cryptography;
using PlotManager.EndToEnd.Tests.Farm;

namespace PlotManager.EndToEnd.Tests;

/// <summary>kill beside plotters that somebody started by hand: what is not proven to be the killed one's stays.</summary>
[Trait("Category", "Unix")]
public sealed class DeletionTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_two_plotters_whose_piped_logs_were_swapped_one_is_killed_and_the_other_keeps_every_file(bool managed)
    {
        await using var farm = FarmThatWaits();
        using var first = await Plotter.Start(farm, "first", piped: true);
        using var second = await Plotter.Start(farm, "second", piped: true);
        // The one with the lower pid is asked first, and is given the log that was written last: the other's.
        var (victim, neighbour) = first.Pid < second.Pid ? (first, second) : (second, first);
        File.SetLastWriteTimeUtc(victim.Log, DateTime.UtcNow.AddSeconds(-1));
        File.SetLastWriteTimeUtc(neighbour.Log, DateTime.UtcNow);
        if (managed)
        {
            await farm.Start();
        }

        await farm.Until(
            async () => (await farm.Runs()).Any(run => run.Pid == victim.Pid && run.PlotId == neighbour.PlotId), "the logs are swapped");
        var (own, theirs) = (victim.Files(), neighbour.Files());
        theirs.Count.ShouldBe(4);

        var outcome = await farm.Run("kill", $"{victim.Pid}", "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        Processes.IsAlive(victim.Pid).ShouldBeFalse();
        Processes.IsAlive(neighbour.Pid).ShouldBeTrue();
        neighbour.Files().ShouldBe(theirs, outcome.Out);
        victim.Files().ShouldBe(own, "nothing proves that they are its own either");
        outcome.Out.ShouldContain($"Kept {theirs[0]}");
        outcome.Out.ShouldContain("nothing proves that its id is this plotter's");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_plotter_whose_output_names_a_living_plot_on_purpose_is_killed_and_takes_no_file_along(bool managed)
    {
        await using var farm = FarmThatWaits();
        using var honest = await Plotter.Start(farm, "honest", piped: false);
        using var liar = await Plotter.Start(farm, "liar", piped: false, claims: honest.PlotId);
        honest.Touch(); // younger than the liar, too
        if (managed)
        {
            await farm.Start();
        }

        await farm.Until(
            async () => (await farm.Runs()).Any(run => run.Pid == liar.Pid && run.PlotId == honest.PlotId), "the liar is believed");
        var files = honest.Files();

        var outcome = await farm.Run("kill", $"{liar.Pid}", "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        Processes.IsAlive(liar.Pid).ShouldBeFalse();
        Processes.IsAlive(honest.Pid).ShouldBeTrue();
        honest.Files().ShouldBe(files, outcome.Out);
        outcome.Out.ShouldContain($"pid {honest.Pid} is at work with this plot id too");
    }

    [Fact]
    public async Task Delete_finished_on_a_plotter_whose_temp_is_a_destination_leaves_the_delivered_plot()
    {
        await using var farm = FarmThatWaits(farm => farm.Job("second", temp: "plots", destination: "elsewhere", more: Later));
        using var stranger = await Plotter.Start(farm, "stranger", piped: false, temp: "plots", destination: "elsewhere");
        var delivered = Path.Combine(farm.Folder, "plots", $"plot-k18-2026-11-22-10-52-{stranger.PlotId}.plot");
        File.WriteAllText(delivered, "a plot");
        await farm.Start();
        await farm.Until(
            async () => (await farm.Runs()).Any(run => run.Pid == stranger.Pid && run.PlotId == stranger.PlotId), "it is seen");

        var outcome = await farm.Run("kill", $"{stranger.Pid}", "--force", "--delete-finished");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        Processes.IsAlive(stranger.Pid).ShouldBeFalse();
        stranger.Files().ShouldBe([delivered], "its temp files are proven to be its own by its standard output");
        outcome.Out.ShouldContain($"Kept {delivered}");
    }

    [Fact]
    public async Task A_file_that_another_process_has_open_keeps_the_killed_plots_files()
    {
        await using var farm = TestFarm.Make(TestFarm.InPhase2);
        farm.Configure(farm.Job("steady"));
        await farm.Start();
        await farm.Until(async () => (await farm.Runs()).Any(run => run.Phase == 2), "the plot is in phase 2");
        var victim = (await farm.Runs())[0];
        (await farm.Run("pause")).ExitCode.ShouldBe(0);
        var files = farm.TempFiles(victim.PlotId);
        using var reader = File.Open(files[0], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        var outcome = await farm.Run("kill", victim.PlotId[..8], "--force");

        outcome.ExitCode.ShouldBe(0, outcome.Out + outcome.Error);
        Processes.IsAlive(victim.Pid).ShouldBeFalse();
        farm.TempFiles(victim.PlotId).ShouldContain(files[0], outcome.Out);
        outcome.Out.ShouldContain($"pid {Environment.ProcessId} has {Path.GetFileName(files[0])} open");
    }

    private const string Later = "initial_delay_minutes: 600";

    private static TestFarm FarmThatWaits(Func<TestFarm, string>? more = null)
    {
        var farm = TestFarm.Make();
        farm.Configure(farm.Job("steady", more: Later) + more?.Invoke(farm), checkInterval: 1);
        return farm;
    }

    /// <summary>A program of the shell that makes temp files and a log without its process id, and plots for ever.</summary>
    private sealed class Plotter(TestFarm farm, Process shell, string plotId, string log, string temp) : IDisposable
    {
        public int Pid { get; private init; }
        public string PlotId => plotId;
        public string Log => log;

        public static async Task<Plotter> Start(
            TestFarm farm, string name, bool piped, string? claims = null, string temp = "temp", string destination = "plots")
        {
            farm.Folders("foreign", "logs", temp, destination);
            var own = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
            var plotter = farm.WriteShellPlotter("foreign", """
                #!/bin/bash
                now=$(LC_ALL=C date '+%a %b %e %H:%M:%S %Y')
                for table in 1 2 3 4; do echo work > "$6/plot-k18-2026-11-22-10-52-$OWN.plot.table$table.tmp"; done
                echo $$ > "$(dirname "$0")/$OWN"
                echo "Starting plotting progress into temporary dirs: $6 and $6"
                echo "ID: $CLAIMS"
                echo "Plot size is: 18"
                echo "Starting phase 1/4: Forward Propagation into tmp files... $now"
                while :; do sleep 1; done
                """);
            var log = Path.Combine(farm.Folder, "logs", name + ".log");
            var command = $"OWN={own} CLAIMS={claims ?? own} {plotter} plots create -k 18 -t {farm.Folder}/{temp} -d "
                + $"{farm.Folder}/{destination} {(piped ? "| cat " : "")}> {log}";
            var shell = Process.Start(new ProcessStartInfo("setsid", ["bash", "-c", command]) { UseShellExecute = false })!;
            try
            {
                await farm.Until(() => File.Exists(log) && File.ReadAllText(log).Contains("Starting phase 1"), $"{name} plots");
                var pid = int.Parse(File.ReadAllText(Path.Combine(farm.Folder, "foreign", own)));
                return new Plotter(farm, shell, own, log, temp) { Pid = pid };
            }
            catch
            {
                End(shell); // nobody else has it
                throw;
            }
        }

        public IReadOnlyList<string> Files() =>
            [.. Directory.GetFiles(Path.Combine(farm.Folder, temp)).Where(file => file.Contains(plotId)).Order()];

        /// <summary>Makes its files anew.</summary>
        public void Touch()
        {
            foreach (var file in Files())
            {
                File.Delete(file);
                File.WriteAllText(file, "work");
            }
        }

        public void Dispose() => End(shell);

        private static void End(Process shell)
        {
            Processes.Signal(-shell.Id, Processes.SigKill); // setsid made it the leader of its group
            shell.WaitForExit();
            shell.Dispose();
        }
    }
}
