using System.Diagnostics;
using System.Net.Sockets;
using PlotManager.Platform;

namespace PlotManager.Tests.Platform;

public sealed class PosixEntriesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("entries").FullName;
    private readonly IEntries _entries = ThisMachine.Open().Entries;

    public PosixEntriesTests() => Assert.SkipWhen(OperatingSystem.IsWindows(), "owners and modes are of Linux and macOS");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Find_EachKind_IsTheNameItself()
    {
        File.WriteAllText(At("file"), "");
        Directory.CreateDirectory(At("folder"));
        File.CreateSymbolicLink(At("link"), At("folder"));
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(At("socket")));

        Kind("file").ShouldBe(EntryKind.File);
        Kind("folder").ShouldBe(EntryKind.Folder);
        Kind("link").ShouldBe(EntryKind.Link);
        Kind("socket").ShouldBe(EntryKind.Socket);
        _entries.Find(At("none")).ShouldBeNull();
        _entries.Find(At("file/below")).ShouldBeNull();
        _entries.Find(At("file"))!.Value.Owner.ShouldBe(_entries.User);
    }

    [Fact]
    public void MakeFolder_ANameThatIsTaken_ChangesNothing()
    {
        _entries.MakeFolder(At("new")).ShouldBeTrue();
        Mode("new").ShouldBe("700");
        Directory.CreateDirectory(At("open"));
        Chmod("open", 0x1ED);
        File.CreateSymbolicLink(At("link"), At("open"));

        _entries.MakeFolder(At("open")).ShouldBeFalse();
        _entries.MakeFolder(At("link")).ShouldBeFalse();

        Mode("open").ShouldBe("755");
        Should.Throw<IOException>(() => _entries.MakeFolder(At("none/below")));
    }

    [Fact]
    public void MakeFile_NewOrOwn_IsClosedToOthersAndKeepsItsText()
    {
        _entries.MakeFile(At("new"));
        File.WriteAllText(At("old"), "text");
        Chmod("old", 0x1A4);

        _entries.MakeFile(At("old"));

        Mode("new").ShouldBe("600");
        Mode("old").ShouldBe("600");
        File.ReadAllText(At("old")).ShouldBe("text");
    }

    [Fact]
    public void MakeFile_WhatIsNotAFileOfOurs_IsRefusedAndUntouched()
    {
        File.WriteAllText(At("target"), "text");
        Chmod("target", 0x1A4);
        File.CreateSymbolicLink(At("link"), At("target"));
        File.CreateSymbolicLink(At("dangling"), At("none"));
        Run("ln", At("target"), At("second"));
        Run("mkfifo", At("fifo"));
        Directory.CreateDirectory(At("folder"));

        foreach (var (name, words) in new[]
        {
            ("link", "is a link"), ("dangling", "is a link"), ("second", "a hard link"), ("fifo", "is a fifo"), ("folder", "is a folder"),
        })
        {
            Should.Throw<IOException>(() => _entries.MakeFile(At(name))).Message.ShouldContain(words);
            Should.Throw<IOException>(() => _entries.Hold(At(name))).Message.ShouldContain(words);
        }

        Mode("target").ShouldBe("644");
        File.Exists(At("none")).ShouldBeFalse();
    }

    [Fact]
    public void MakeFile_AnotherUsersFile_IsRefused()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "only root can make a file of another user");
        File.WriteAllText(At("theirs"), "");
        Run("chown", "65534", At("theirs"));

        Should.Throw<UnauthorizedAccessException>(() => _entries.MakeFile(At("theirs"))).Message.ShouldContain("belongs to");
    }

    [Fact]
    public void Hold_AFile_KeepsOthersOutAndCanBeRead()
    {
        using (var held = _entries.Hold(At("lock")).ShouldNotBeNull())
        {
            held.Write("a longer text");
            held.Write("who");

            _entries.Hold(At("lock")).ShouldBeNull();
            _entries.ReadHeld(At("lock")).ShouldBe("who");
            held.Identity.ShouldBe(_entries.Find(At("lock"))!.Value.Identity);
            Mode("lock").ShouldBe("600");
        }

        _entries.Hold(At("lock")).ShouldNotBeNull().Dispose();
    }

    [Fact]
    public void ReadHeld_AFifo_IsNotWaitedFor()
    {
        Run("mkfifo", At("fifo"));

        _entries.ReadHeld(At("fifo")).ShouldBeNull();
        _entries.ReadHeld(At("none")).ShouldBeNull();
    }

    private string At(string name) => Path.Combine(_folder, name);

    private EntryKind? Kind(string name) => _entries.Find(At(name))?.Kind;

    private string Mode(string name) => _entries.Find(At(name))!.Value.ModeText;

    private void Chmod(string name, int mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(At(name), (UnixFileMode)mode);
        }
    }

    private static void Run(string command, params string[] arguments)
    {
        using var process = Process.Start(command, arguments);
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
    }
}
