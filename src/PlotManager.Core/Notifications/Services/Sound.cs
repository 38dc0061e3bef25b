using PlotManager.Core.Keys;

namespace PlotManager.Core.Notifications.Services;

/// <summary>A sound on the manager's own machine.</summary>
public static class Sound
{
    public static readonly Key<string> Song = new("song", Types.Path(), "The sound file.");

    public static readonly NotificationService Service = new("sound", "Play a sound on this machine.")
    {
        Needs = [Song],
        Send = (settings, _) => new Sending.Play(settings[Song]),
    };
}
