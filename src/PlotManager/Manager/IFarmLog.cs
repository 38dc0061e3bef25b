namespace PlotManager.Manager;

/// <summary>Where the manager writes what happens; see debug.log.</summary>
public interface IFarmLog
{
    void Error(string text, string? job = null, string? plot = null);

    void Warning(string text, string? job = null, string? plot = null);

    void Info(string text, string? job = null, string? plot = null);

    void Debug(string text, string? job = null, string? plot = null);
}

public sealed class NoLog : IFarmLog
{
    public void Error(string text, string? job = null, string? plot = null) => _ = text;
    public void Warning(string text, string? job = null, string? plot = null) => _ = text;
    public void Info(string text, string? job = null, string? plot = null) => _ = text;
    public void Debug(string text, string? job = null, string? plot = null) => _ = text;
}
