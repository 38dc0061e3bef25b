using System.Collections.Immutable;

namespace PlotManager.Observing;

/// <summary>What a pass has found out so far, and the farm's state as it is with that. Nothing of it is committed yet.</summary>
internal sealed class FoundEvents(FarmState before)
{
    private readonly ImmutableArray<FarmEvent>.Builder _events = ImmutableArray.CreateBuilder<FarmEvent>();

    /// <summary>The state before the pass.</summary>
    public FarmState Before { get; } = before;

    public FarmState State { get; private set; } = before;

    public void Add(FarmEvent happened)
    {
        _events.Add(happened);
        State = State.Apply(happened);
    }

    public void AddRange(IEnumerable<FarmEvent> happened)
    {
        foreach (var one in happened)
        {
            Add(one);
        }
    }

    public ImmutableArray<FarmEvent> ToImmutable() => _events.ToImmutable();
}
