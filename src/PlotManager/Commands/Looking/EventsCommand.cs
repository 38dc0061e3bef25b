using System.CommandLine;
using PlotManager.Display.Live;
using PlotManager.Farms;
using PlotManager.Hosting;

namespace PlotManager.Commands.Looking;

/// <summary><c>events</c>: what the manager did and met, from its debug.log.</summary>
public sealed class EventsCommand(CommandEnvironment environment)
{
    private const int Shown = 50;

    public Command Build()
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what happens from now on" };
        var job = new Option<string?>("--job", "-j") { Description = "Only events of this job", HelpName = "NAME" };
        var command = new Command("events", "Print what the manager did: starts, plots made and lost, problems (the last 50)")
        {
            follow, job,
        };
        command.SetAction(async (parsed, cancel) =>
        {
            var log = Farm.LocateToLook(parsed, environment).Paths.DebugLog;
            var files = environment.Machine.Value.Files;
            if (files.Look(log) is null)
            {
                throw new CommandFault($"there are no events yet: {log} is not there; a manager writes it");
            }

            var wanted = parsed.GetValue(job);
            var output = wanted is null ? environment : environment with { Out = new OfJob(environment.Out, wanted) };
            if (parsed.GetValue(follow))
            {
                await new FollowedLog(output, log).FollowAsync(cancel);
                return ExitCode.Done;
            }

            // Of one job there may be few among many.
            var lines = LogTail.Read(files, log, wanted is null ? Shown : Shown * 100).Where(line => OfJob.Has(line, wanted));
            foreach (var line in lines.TakeLast(Shown))
            {
                environment.Out.WriteLine(line);
            }

            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>Lets the lines of one job through: "date time level job plot message".</summary>
    private sealed class OfJob(TextWriter output, string job) : TextWriter
    {
        private const int Place = 3;

        public override System.Text.Encoding Encoding => output.Encoding;

        public static bool Has(string line, string? job) =>
            job is null || line.Split(' ', StringSplitOptions.RemoveEmptyEntries).ElementAtOrDefault(Place) == job.Replace(' ', '_');

        public override void WriteLine(string? value)
        {
            if (Has(value ?? "", job))
            {
                output.WriteLine(value);
            }
        }

        public override void Flush() => output.Flush();
    }
}
