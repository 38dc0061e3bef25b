using System.Text;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class ProcStatTests
{
    // proc_pid_stat(5): 3 state, 4 ppid, 5 pgrp, 6 session, 20 num_threads, 22 starttime
    private const string Tail = " S 12 34 56 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 4711 100 200 18446744073709551615 0";

    private static ProcStat? Parse(string line) => ProcStat.Parse(Encoding.UTF8.GetBytes(line));

    [Theory]
    [InlineData("chia_plot")]
    [InlineData("tmux: server")]
    [InlineData("a) R 1 2 3 (b")]
    [InlineData(")")]
    [InlineData("two\nlines")]
    [InlineData("")]
    public void Parse_AnyCommandName_FieldsStayInPlace(string command) =>
        Parse($"77 ({command}){Tail}\n").ShouldBe(new ProcStat(77, 'S', 12, 34, 56, 9, 4711));

    // 23 vsize, 24 rss, 25 rsslim (here the most there is), 26 startcode, 27 endcode, 28 startstack
    [Theory]
    [InlineData(" 1 1 140724466812768 0 0", 140724466812768)]
    [InlineData(" 0 0 0 0 0", 0)]
    [InlineData(" 1 1", 0)]
    public void Parse_StackStart_WhereItIsSaid(string end, ulong expected) =>
        Parse($"77 (sh){Tail[..Tail.LastIndexOf(' ')]}{end}\n").ShouldNotBeNull().StackStart.ShouldBe(expected);

    // 9 flags: as Linux 6 shows them of kthreadd and of a shell
    [Theory]
    [InlineData("2 (kthreadd) S 0 0 0 0 -1 2129984 0 0 0 0 0 1 0 0 20 0 1 0 26 0 0", true)]
    [InlineData("77 (sh)" + Tail, false)]
    public void Parse_Flags_TellThreadsOfTheKernel(string line, bool expected) => Parse(line).ShouldNotBeNull().IsKernel.ShouldBe(expected);

    [Theory]
    [InlineData("")]
    [InlineData("77")]
    [InlineData("77 (sh)")]
    [InlineData("77 (sh) S 1 2 3")]
    [InlineData("x (sh)" + Tail)]
    [InlineData("(sh)" + Tail)]
    [InlineData("77 )sh(" + Tail)]
    [InlineData("77 (sh) S 1 x 3 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 9 0 4711")]
    public void Parse_NotSuchALine_IsNull(string line) => Parse(line).ShouldBeNull();

    [Theory]
    [InlineData('R', 1, ProcessCondition.Running)]
    [InlineData('D', 1, ProcessCondition.Running)]
    [InlineData('T', 1, ProcessCondition.Suspended)]
    [InlineData('t', 1, ProcessCondition.Suspended)]
    [InlineData('Z', 1, ProcessCondition.Zombie)]
    [InlineData('Z', 0, ProcessCondition.Zombie)]
    [InlineData('X', 0, ProcessCondition.Zombie)]
    [InlineData('Z', 3, ProcessCondition.Running)] // its first thread has ended, two work on
    public void Condition_FollowsStateAndThreads(char state, int threads, ProcessCondition expected) =>
        new ProcStat(1, state, 0, 0, 0, threads, 0).Condition.ShouldBe(expected);
}
