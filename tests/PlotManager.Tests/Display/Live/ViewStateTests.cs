using PlotManager.Display;
using PlotManager.Display.Live;
using PlotManager.Display.Terminal;

namespace PlotManager.Tests.Display.Live;

/// <summary>What each key and the mouse do to what the view shows. The farm: jobs micron, inland; drives nvme0, hdd3, hdd4.</summary>
public class ViewStateTests
{
    [Theory]
    [InlineData('?', ViewPage.Help), InlineData('h', ViewPage.History), InlineData('e', ViewPage.Explain)]
    public void Press_TheKeyOfAPage_OpensItAndClosesItAgain(char letter, object page)
    {
        var open = Pressed(new ViewState(), Key(letter));

        open.Page.ShouldBe(page);
        Pressed(open, Key(letter)).Page.ShouldBe(ViewPage.Farm);
        Pressed(open, Key(ConsoleKey.Escape)).Page.ShouldBe(ViewPage.Farm);
    }

    [Fact]
    public void Press_Enter_OpensTheRunTheJobOrTheDrive()
    {
        Pressed(new ViewState { Selected = "run-2" }, Key(ConsoleKey.Enter)).ShouldBe(
            new ViewState { Selected = "run-2", Page = ViewPage.Run });
        Pressed(new ViewState(), Key(ConsoleKey.Enter)).ShouldBe(
            new ViewState { Selected = "run-1", Page = ViewPage.Run }, "the first one");
        Pressed(new ViewState { Pane = Pane.Jobs, SelectedJob = "inland" }, Key(ConsoleKey.Enter)).Page.ShouldBe(ViewPage.Explain);
        Pressed(new ViewState { Pane = Pane.Drives, SelectedDrive = "/mnt/hdd3" }, Key(ConsoleKey.Enter)).Page.ShouldBe(ViewPage.Drive);
    }

    [Fact]
    public void Press_Tab_GoesThroughThePanesAndSelectsTheFirstRow()
    {
        var jobs = Pressed(new ViewState(), Key(ConsoleKey.Tab));
        var drives = Pressed(jobs, Key(ConsoleKey.Tab));

        (jobs.Pane, jobs.SelectedJob).ShouldBe((Pane.Jobs, "micron"));
        (drives.Pane, drives.SelectedDrive).ShouldBe((Pane.Drives, "/mnt/nvme0"));
        Pressed(drives, Key(ConsoleKey.Tab)).Pane.ShouldBe(Pane.Runs);
        Pressed(drives, Key(ConsoleKey.Tab, shift: true)).Pane.ShouldBe(Pane.Jobs);
    }

    [Fact]
    public void Press_ArrowsInAPane_MoveInThatPane()
    {
        var drives = new ViewState { Pane = Pane.Drives, SelectedDrive = "/mnt/nvme0", Selected = "run-2" };

        var next = Pressed(drives, Key(ConsoleKey.DownArrow));

        (next.SelectedDrive, next.Selected).ShouldBe(("/mnt/hdd3", "run-2"));
        Pressed(next, Key(ConsoleKey.End)).SelectedDrive.ShouldBe("/mnt/hdd4");
    }

    [Fact]
    public void Press_ExplainOfARun_IsOfItsJob() =>
        Pressed(new ViewState { Selected = "run-1" }, Key('e')).SelectedJob.ShouldBe("inland");

    [Fact]
    public void Press_TheFilter_TakesWhatIsTyped()
    {
        var typing = Pressed(Pressed(Pressed(new ViewState(), Key('/')), Key('q')), Key('k'));

        (typing.Typing, typing.Filter).ShouldBe((true, "qk"), "these are no wishes now");
        Pressed(typing, Key(ConsoleKey.Backspace)).Filter.ShouldBe("q");
        Pressed(typing, Key(ConsoleKey.Enter)).ShouldBe(typing with { Typing = false });
        Pressed(typing, Key(ConsoleKey.Escape)).ShouldBe(typing with { Typing = false, Filter = "" });
        Pressed(typing with { Typing = false }, Key(ConsoleKey.Escape)).Filter.ShouldBe("", "Esc shows all");
    }

    [Fact]
    public void Press_OAndShiftO_OrderAndReverse()
    {
        var ordered = Pressed(Pressed(new ViewState(), Key('o')), Key('O'));

        (ordered.Order, ordered.Reverse).ShouldBe((RunOrder.Job, true));
        Pressed(ordered, Key('O')).Reverse.ShouldBeFalse();
    }

    [Fact]
    public void Press_ArrowsOnThePageOfARun_ScrollBackFromTheEndOfItsLog()
    {
        var page = new ViewState { Page = ViewPage.Run, Selected = "run-1" };

        var back = Pressed(Pressed(page, Key(ConsoleKey.UpArrow)), Key(ConsoleKey.UpArrow));

        back.Scroll.ShouldBe(2);
        Pressed(back, Key(ConsoleKey.End)).Scroll.ShouldBe(0, "it follows again");
    }

    [Fact]
    public void Point_WheelAndClicks_MoveSelectAndOpen()
    {
        var screen = Drawn(7);
        var row = screen.Targets.IndexOf(new ScreenTarget(Pane.Drives, "/mnt/hdd3"));

        var clicked = new ViewState().Point(new TerminalInput(default, MouseAct.Click, 5, row), screen);

        (clicked.Pane, clicked.SelectedDrive, clicked.Page).ShouldBe((Pane.Drives, "/mnt/hdd3", ViewPage.Farm));
        clicked.Point(new TerminalInput(default, MouseAct.Click, 5, row), screen).Page.ShouldBe(ViewPage.Drive);
        clicked.Point(new TerminalInput(default, MouseAct.WheelUp), screen).SelectedDrive.ShouldBe("/mnt/nvme0");
        clicked.Point(new TerminalInput(default, MouseAct.Click, 5, 0), screen).ShouldBe(clicked, "there is nothing to select");
        new ViewState { MayKill = "run-1" }.Point(new TerminalInput(default, MouseAct.Click, 5, row), screen).MayKill.ShouldBe("run-1");
    }

    [Fact]
    public void After_TheRunOfThePageIsGone_TheFarmIsShownAgain()
    {
        var state = new ViewState { Page = ViewPage.Run, Selected = "run-9" }.After(SampleFarms.Of(3));

        (state.Page, state.Selected, state.Message).ShouldBe((ViewPage.Farm, null, "the run has ended; h shows its plots"));
    }

    private static ViewState Pressed(ViewState state, ConsoleKeyInfo key) => state.Press(key, Drawn(7), SampleFarms.Of(7)).State;

    private static Screen Drawn(int runs) =>
        FarmScreen.Render(SampleFarms.Of(runs), SampleFarms.View, new ScreenOptions { Width = 120, Live = true });

    private static ConsoleKeyInfo Key(char letter) => new(letter, ConsoleKey.None, char.IsUpper(letter), false, false);

    private static ConsoleKeyInfo Key(ConsoleKey key, bool shift = false) => new('\0', key, shift, false, false);
}
