using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using PlotManager.Core.Plotters.Logs;
using PlotManager.Core.Plotters.Reading;
using PlotManager.Core.Plotting;

namespace PlotManager.Core.Tests.Plotters.Logs;

public sealed class DamagedLogTests
{
    private static readonly string[] Names = [.. Fixture.Names.Where(name => Fixture.Bytes(name).Length < 20_000)];

    [Fact]
    public void Read_MutatedLog_NeverThrowsAndStaysConsistent()
    {
        var cases = Gen.Choose(0, int.MaxValue).ToArbitrary();

        Prop.ForAll(cases, seed =>
        {
            var random = new Random(seed);
            var name = Names[random.Next(Names.Length)];
            var bytes = Mutated(Fixture.Bytes(name), random);
            // Any plotter's reader must bear any log.
            var profile = BuiltInProfiles.Catalog.All[random.Next(BuiltInProfiles.Catalog.All.Length)];
            if (random.Next(2) == 0)
            {
                profile = Fixture.Profile(name);
            }

            var whole = new PlotLogReader(profile);
            whole.Feed(bytes);
            var log = whole.Finish();
            var pieces = new PlotLogReader(profile);
            foreach (var piece in bytes.Chunk(random.Next(1, 500)))
            {
                pieces.Feed(piece);
            }

            Fixture.Describe(pieces.Finish())
                .ShouldBe(Fixture.Describe(log), string.Create(CultureInfo.InvariantCulture, $"seed {seed}, {name}"));
            foreach (var plot in log.Plots)
            {
                plot.Progress.ShouldBeInRange(0, 1);
                (plot.Progress >= 1).ShouldBe(plot.State == PlotState.Completed);
                plot.Phase.ShouldBeInRange(0, profile.Phases.Length + 1);
                plot.Phases.Select(end => end.Phase).ShouldBeUnique();
                plot.Phases.ShouldAllBe(end => end.Line <= log.Lines + 1);
                (plot.State is PlotState.Failed or PlotState.Blocked).ShouldBe(plot.Failure is not null);
            }
            new PlotterGuess(BuiltInProfiles.Catalog).Of(bytes);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    // Bytes changed, parts cut out, doubled or put elsewhere, another log's part put in, the end cut off.
    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var text = bytes.ToList();
        for (var change = random.Next(1, 8); change > 0 && text.Count > 0; change--)
        {
            var at = random.Next(text.Count);
            var length = Math.Min(random.Next(1, 400), text.Count - at);
            switch (random.Next(6))
            {
                case 0:
                    text[at] = (byte)random.Next(256);
                    break;
                case 1:
                    text.RemoveRange(at, length);
                    break;
                case 2:
                    text.InsertRange(at, text.GetRange(at, length));
                    break;
                case 3:
                    var other = Fixture.Bytes(Names[random.Next(Names.Length)]);
                    text.InsertRange(at, other.Take(random.Next(other.Length)));
                    break;
                case 4:
                    text.RemoveRange(at, text.Count - at);
                    break;
                default:
                    var moved = text.GetRange(at, length);
                    text.RemoveRange(at, length);
                    text.InsertRange(random.Next(text.Count + 1), moved);
                    break;
            }
        }
        return [.. text];
    }
}
