using System.Text.Json;
using System.Text.Json.Serialization;
using PlotManager.Platform;

namespace PlotManager.Manager;

/// <summary>Who the running manager is and where it listens: written beside its lock, believed only while that very process lives.</summary>
public sealed record ManagerFacts(int Pid, long StartTicks, string BootId, string Socket, string Version)
{
    [JsonIgnore]
    public ProcessIdentity Process => new(Pid, StartTicks, BootId);

    /// <summary>The facts of a manager that lives, null if none does.</summary>
    public static ManagerFacts? OfLiving(FarmPaths paths, IProcessInspector processes)
    {
        var facts = Read(paths.Facts);
        return facts is not null && processes.IsAlive(facts.Process) ? facts : null;
    }

    /// <summary>Written whole under its name, never half.</summary>
    public void Write(string file)
    {
        var fresh = file + ".new";
        File.WriteAllText(fresh, JsonSerializer.Serialize(this, ManagerFactsJson.Default.ManagerFacts));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.Move(fresh, file, overwrite: true);
    }

    private static ManagerFacts? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), ManagerFactsJson.Default.ManagerFacts);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException or JsonException)
        {
            return null; // no manager that we may talk to
        }
    }
}

[JsonSerializable(typeof(ManagerFacts))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
internal sealed partial class ManagerFactsJson : JsonSerializerContext;
