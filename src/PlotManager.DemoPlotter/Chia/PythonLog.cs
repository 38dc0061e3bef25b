namespace PlotManager.DemoPlotter.Chia;

/// <summary>
/// The lines of chia's Python part, in the same file as those of its C++ part: time, version if new, logger, coloured level, text.
/// </summary>
/// <param name="logger">With the blanks and the colon behind it.</param>
internal sealed class PythonLog(LiveLog log, int version, string logger = "chia.plotting.create_plots       : ")
{
    private const string Escape = "\u001b";
    private const string Yellow = Escape + "[33m";
    private const string Red = Escape + "[31m";
    private const string Green = Escape + "[32m";
    private const string Plain = Escape + "[0m";

    public void Warning(string text) => Line(Yellow + "WARNING ", text);

    public void Info(string text) => Line(Green + "INFO    ", text);

    public void Error(string text) => Line(Red + "ERROR   ", text);

    private void Line(string level, string text) =>
        log.Line($"{DateTime.Now:yyyy-MM-ddTHH:mm:ss.fff}{(version == 1 ? "" : " 2.7.3")}  {logger}{level}{Plain} {text}{Plain}");
}
