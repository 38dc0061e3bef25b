using System.Text;
using PlotManager.Configuration;

namespace PlotManager.Tests.Configuration;

/// <summary>Whether the system can run a program, by its first bytes.</summary>
public sealed class ProgramHeadTests
{
    [Theory]
    [InlineData("#! /nowhere/python -u\nprint(1)\n", "its interpreter /nowhere/python does not exist; install it, or mend the first line of the file")]
    [InlineData("#!/usr/bin/env -S python9 -u\n", "its interpreter python9 does not exist; install it, or mend the first line of the file")]
    [InlineData("#!/bin/sh\n", null)]
    [InlineData("#!/usr/bin/env python3", null)]
    [InlineData("echo no script", "it is neither a program for Linux nor a script with #! at its beginning")]
    [InlineData("MZ\u0001", "it is a program for Windows; take the build for Linux")]
    public void Problem_OfAProgramThatTheSystemCannotRun_SaysWhy(string head, string? problem)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "formats of programs are Linux's");

        ProgramHead.Problem(Encoding.UTF8.GetBytes(head), name => name is "/bin/sh" or "/usr/bin/env" or "python3").ShouldBe(problem);
    }

    [Fact]
    public void Problem_OfABuildForAnotherProcessor_SaysSo()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF is Linux's");
        byte[] Elf(byte machine) => [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, .. new byte[9], 2, 0, machine, 0];
        const byte sparc = 2;

        ProgramHead.Problem(Elf(sparc), _ => true).ShouldBe("it is a build for another kind of processor; take the build for this one");
        ProgramHead.Problem(File.ReadAllBytes(Environment.ProcessPath!).AsSpan(0, 64), _ => true).ShouldBeNull();
    }
}
