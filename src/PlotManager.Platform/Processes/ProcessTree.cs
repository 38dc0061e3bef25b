namespace PlotManager.Platform;

internal static class ProcessTree
{
    /// <summary>Children before grandchildren. Parents read at different instants may seem to form a circle; each pid comes once.</summary>
    internal static IReadOnlyList<int> Descendants(int pid, IReadOnlyDictionary<int, List<int>> childrenOf)
    {
        var found = new List<int>();
        var seen = new HashSet<int> { pid };
        var next = new Queue<int>([pid]);
        while (next.TryDequeue(out int parent))
        {
            if (!childrenOf.TryGetValue(parent, out var children))
            {
                continue;
            }

            foreach (int child in children.Where(seen.Add))
            {
                found.Add(child);
                next.Enqueue(child);
            }
        }
        return found;
    }
}
