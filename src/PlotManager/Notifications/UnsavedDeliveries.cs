namespace PlotManager.Notifications;

/// <summary>
/// What became of deliveries while the journal cannot be written: remembered, so that nothing is sent twice, and written down in order as
/// soon as it can be.
/// </summary>
internal sealed class UnsavedDeliveries(INoticeQueue queue)
{
    private readonly Lock _turn = new();
    private readonly List<((string Notice, string Service) Key, bool IsOver, Action<INoticeQueue> Save)> _unsaved = [];

    /// <summary>Whether this delivery is over, though the queue does not know it.</summary>
    public bool IsOver((string Notice, string Service) key)
    {
        using var turn = _turn.EnterScope();
        return _unsaved.Exists(unsaved => unsaved.Key == key && unsaved.IsOver);
    }

    /// <summary>Writes one down, those before it first.</summary>
    /// <param name="isOver">Delivered or given up.</param>
    /// <returns>Why it is not written yet; null if it is.</returns>
    public string? Save((string Notice, string Service) key, bool isOver, Action<INoticeQueue> save)
    {
        using var turn = _turn.EnterScope();
        _unsaved.Add((key, isOver, save));
        return Flush();
    }

    /// <summary>Tries again.</summary>
    public string? SaveAll()
    {
        using var turn = _turn.EnterScope();
        return Flush();
    }

    private string? Flush()
    {
        while (_unsaved.Count > 0)
        {
            try
            {
                _unsaved[0].Save(queue);
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                return refused.Message;
            }

            _unsaved.RemoveAt(0);
        }

        return null;
    }
}
