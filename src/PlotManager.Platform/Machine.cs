namespace PlotManager.Platform;

/// <summary>
/// The seam: every call to the operating system goes through one of these, so that each can be numbered, fail, or be the last before a
/// crash.
/// </summary>
public sealed record Machine(
    ILauncher Launcher,
    IProcessInspector Processes,
    ISignaller Signals,
    IDrives Drives,
    IFiles Files,
    IEntries Entries,
    ILoad Load,
    TimeProvider Time);
