using System.CommandLine;
using PlotManager.Commands.Running;
using PlotManager.Core.Control;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;
using PlotManager.Farms;
using PlotManager.Hosting;
using PlotManager.Snapshots;

namespace PlotManager.Commands.Looking;

/// <summary><c>view</c>: the farm on one live screen.</summary>
public sealed class ViewCommand(CommandEnvironment environment)
{
    public Command Build()
    {
        var command = new Command("view", "Watch the farm live; q quits, ? shows the keys");
        command.SetAction(async (parsed, cancel) =>
        {
            var farm = Farm.OpenAsItRuns(parsed, environment);
            if (!environment.Interactive)
            {
                throw new CommandFault("view needs a terminal; use plotmanager status where there is none", ExitCode.Usage);
            }

            await ShowAsync(farm, null, cancel);
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Shows the farm until the person quits or <paramref name="cancel"/> says so.</summary>
    /// <param name="seen">Told of every snapshot shown; null: nobody asks.</param>
    public async Task ShowAsync(Farm farm, Action<Snapshot>? seen, CancellationToken cancel)
    {
        var machine = environment.Machine.Value;
        using var source = new SnapshotSource(farm, environment);
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        using var terminal = new SystemTerminal(ending);
        var sources = new ViewSources
        {
            Look = async token =>
            {
                var snapshot = await source.LookAsync(token);
                seen?.Invoke(snapshot);
                return snapshot;
            },
            Version = source.StampAsync,
            LogTail = (run, lines) => LogTail.Read(machine.Files, run.Log, lines),
            Past = token => Task.Run(() => PastPlots.Reported(farm, environment), token),
        };
        await new LiveView(terminal, farm.Config.View, sources, new ViewActions(farm, environment), machine.Time).Run(ending.Token);
    }

    private sealed class ViewActions(Farm farm, CommandEnvironment environment) : IFarmActions
    {
        public Task<string> Suspend(RunPart run, CancellationToken cancellation) =>
            AskAsync(new ControlRequest(ControlCommand.Suspend, run.RunId), cancellation);

        public Task<string> Resume(RunPart run, CancellationToken cancellation) =>
            AskAsync(new ControlRequest(ControlCommand.Resume, run.RunId), cancellation);

        public Task<string> Kill(RunPart run, CancellationToken cancellation) =>
            AskAsync(new ControlRequest(ControlCommand.Kill, run.RunId), cancellation);

        public Task<string> Pause(CancellationToken cancellation) => TellAsync(new ControlRequest(ControlCommand.Pause), cancellation);

        public Task<string> Unpause(CancellationToken cancellation) => TellAsync(new ControlRequest(ControlCommand.Unpause), cancellation);

        // One line at the foot of the screen: the first says what became of the plot.
        private Task<string> AskAsync(ControlRequest request, CancellationToken cancel) =>
            AnswerAsync(() => new PlotCommands(environment).AskAsync(farm.Paths, () => farm, request, cancel));

        private Task<string> TellAsync(ControlRequest request, CancellationToken cancel) =>
            AnswerAsync(() => new FarmCommands(environment).AskAsync(farm.Paths, request, cancel));

        private static async Task<string> AnswerAsync(Func<Task<ControlAnswer>> ask)
        {
            try
            {
                return (await ask()).Text.Split('\n')[0];
            }
            catch (CommandFault refused)
            {
                return refused.Message;
            }
        }
    }
}
