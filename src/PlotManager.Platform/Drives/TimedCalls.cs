using System.Collections.Concurrent;

namespace PlotManager.Platform;

/// <summary>
/// Runs calls that a dead drive can keep for ever on threads of their own, and waits only so long. While a call about a place has not come
/// back nobody asks about that place again, so at most one thread hangs for each.
/// </summary>
/// <param name="limit">How long an answer is waited for.</param>
/// <param name="placeOf">What hangs together, by path: all paths of one drive are one place.</param>
/// <param name="start">Starts a thread; null: as the system does.</param>
internal sealed class TimedCalls(TimeSpan limit, Func<string, string> placeOf, Action<Thread>? start = null)
{
    /// <summary>How long questions may be put one after another before each place is asked by itself.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(100);

    private readonly ConcurrentDictionary<string, DriveCall> _overdue = new();
    private readonly ConcurrentStack<DriveThread> _idle = [];

    /// <summary>In words, for paths that did not answer.</summary>
    internal string Silence => $"its drive did not answer within {limit.TotalSeconds:0.#} s";

    /// <returns>
    /// False if there was no answer in time, or an earlier one about the same place is still overdue. An exception of the call is thrown
    /// here.
    /// </returns>
    internal bool TryCall<T>(string path, Func<T> call, out T? answer) => TryWork(path, _ => call(), out answer);

    /// <summary>The same for work of many steps, each of which may take so long: one change of thread for all of them.</summary>
    internal bool TryWork<T>(string path, Func<Steps, T> work, out T? answer)
    {
        answer = default;
        if (IsOverdue(path))
        {
            return false;
        }

        T? worked = default;
        if (!TryEnd(path, Begin(steps => worked = work(steps))))
        {
            return false;
        }

        answer = worked;
        return true;
    }

    /// <summary>
    /// Puts a question about each path, all on one thread while they are answered at once: waking a thread costs more than an answer. When
    /// one keeps the others waiting, all places are asked at the same time, so those that do not answer are waited for in the time of one.
    /// </summary>
    /// <param name="folderOf">The folder whose place counts for a path.</param>
    /// <returns>What was answered in time.</returns>
    internal IReadOnlyDictionary<string, T> AskAll<T>(IEnumerable<string> paths, Func<string, string> folderOf, Func<string, T> ask)
    {
        var answers = new Dictionary<string, T>();
        var all = new Questions(paths.Where(path => !IsOverdue(folderOf(path))));
        if (all.IsEmpty)
        {
            return answers;
        }

        var first = Begin(steps => Put(all, steps));
        if (first.Ends(Patience))
        {
            return answers;
        }

        var (slow, others) = all.LeaveOthers(path => Place(folderOf(path)));
        var parts = others.Select(place => (Path: place.First(), Call: Begin(steps => Put(new Questions(place), steps)))).ToList();
        foreach (var (path, call) in parts.Append((slow, first)))
        {
            TryEnd(folderOf(path), call);
        }

        lock (answers)
        {
            return new Dictionary<string, T>(answers); // what comes later is told to nobody
        }

        void Put(Questions questions, Steps steps)
        {
            while (questions.Next() is { } path)
            {
                steps.Next();
                var answer = ask(path);
                lock (answers)
                {
                    answers[path] = answer;
                }
            }
        }
    }

    private DriveCall Begin(Action<Steps> work)
    {
        var call = new DriveCall(_idle.TryPop(out var rested) ? rested : new DriveThread(_idle, start), work);
        call.Begin();
        return call;
    }

    // Waits no longer than the limit since the call was begun or its last step was.
    private bool TryEnd(string path, DriveCall call)
    {
        while (!call.Ends(limit - call.Steps.SinceLast))
        {
            if (call.Steps.SinceLast >= limit)
            {
                call.Steps.GiveUp();
                _overdue[Place(path)] = call;
                return false;
            }
        }

        return true;
    }

    // Where a path lies is asked only when something is amiss.
    private bool IsOverdue(string path)
    {
        if (_overdue.IsEmpty)
        {
            return false;
        }

        var place = Place(path);
        if (!_overdue.TryGetValue(place, out var earlier))
        {
            return false;
        }

        if (!earlier.IsOver)
        {
            return true;
        }

        _overdue.TryRemove(new KeyValuePair<string, DriveCall>(place, earlier));
        return false;
    }

    private string Place(string path)
    {
        try
        {
            return placeOf(path);
        }
        catch (Exception bad) when (bad is ArgumentException or IOException or UnauthorizedAccessException)
        {
            return path; // none at all, for instance with a NUL in it: the call will say so
        }
    }

    /// <summary>Tells when a work last got on.</summary>
    internal sealed class Steps
    {
        private long _begun = Environment.TickCount64;
        private volatile bool _isGivenUp;

        internal TimeSpan SinceLast => TimeSpan.FromMilliseconds(Environment.TickCount64 - Volatile.Read(ref _begun));

        /// <summary>To be called before each step, by the work itself.</summary>
        /// <exception cref="IOException">Nobody waits for the work any more.</exception>
        internal void Next()
        {
            if (_isGivenUp)
            {
                throw new IOException("nobody waits for it any more");
            }

            Volatile.Write(ref _begun, Environment.TickCount64);
        }

        internal void GiveUp() => _isGivenUp = true;
    }

    /// <summary>About what one thread asks, one after another.</summary>
    private sealed class Questions(IEnumerable<string> paths)
    {
        private readonly Queue<string> _left = new(paths);
        private string? _current;

        internal bool IsEmpty => _left.Count == 0;

        internal string? Next()
        {
            lock (_left)
            {
                return _left.TryDequeue(out var next) ? _current = next : null;
            }
        }

        /// <summary>Keeps what lies in the same place as the one that has no answer yet, and hands over the rest by place.</summary>
        internal (string Slow, ILookup<string, string> Others) LeaveOthers(Func<string, string> placeOf)
        {
            lock (_left)
            {
                var slow = _current ?? _left.Peek();
                var place = placeOf(slow);
                var others = _left.Where(path => placeOf(path) != place).ToLookup(placeOf);
                var same = _left.Where(path => placeOf(path) == place).ToList();
                _left.Clear();
                same.ForEach(_left.Enqueue);
                return (slow, others);
            }
        }
    }
}
