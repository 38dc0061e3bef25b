using System.Collections.Immutable;
using System.Text;
using Microsoft.Win32.SafeHandles;
using PlotManager.Platform;

namespace PlotManager.Logs;

/// <summary>
/// The index of a log folder: a file that says what was read of each log, so that only what changed is read again. It is
/// disposable: lost, damaged or made by another version of the program, it is built anew. It is written new and put in the place of
/// the old one at once, so that several commands may do so at the same time.
/// </summary>
/// <param name="places">Files where it may be, the preferred one first.</param>
/// <param name="key">Names the folder and all that reading depends on; an index under another key is not used.</param>
internal sealed class LogIndex(ImmutableArray<string> places, string key)
{
    private readonly byte[] _header = Encoding.UTF8.GetBytes($"plotmanager-logs 1 {key}");

    /// <summary>Goes through the old index and writes the new one, both in the order of the names.</summary>
    public Pass Begin() => new(this);

    private SafeFileHandle? OpenOld()
    {
        foreach (var place in places)
        {
            if (FileKind.OtherThanFile(place) is not null)
            {
                continue;
            }

            try
            {
                var file = SharedFile.OpenToRead(place);
                if (new IndexLines(file, 0).Next() is { } header && header.AsSpan().SequenceEqual(_header))
                {
                    return file;
                }

                file.Dispose();
            }
            catch (Exception absent) when (absent is IOException or UnauthorizedAccessException)
            {
                continue; // as good as none
            }
        }
        return null;
    }

    private IndexLines LinesOf(SafeFileHandle old) => new(old, _header.Length + 1);

    /// <summary>Null if there is no place where it can be written; then everything is read again the next time.</summary>
    private NewIndex? OpenNew()
    {
        foreach (var place in places)
        {
            if (NewIndex.Begin(place) is { } begun)
            {
                begun.Write(_header);
                return begun;
            }
        }
        return null;
    }

    /// <param name="Line">As it stands in the index.</param>
    public sealed record Known(IndexedLog Log, byte[] Line);

    /// <summary>One pass over old and new. The new file is begun only when something has changed.</summary>
    public sealed class Pass : IDisposable
    {
        private readonly LogIndex _index;
        private readonly SafeFileHandle? _old;
        private readonly IndexLines? _lines;
        private NewIndex? _new;
        private bool _hasChanged;

        // The next line of the old index, and how many of its first were put back as they are.
        private byte[]? _line;
        private IndexedLog? _next;
        private int _kept;

        internal Pass(LogIndex index)
        {
            _index = index;
            _old = index.OpenOld();
            _lines = _old is null ? null : index.LinesOf(_old);
            Step();
        }

        /// <summary>
        /// Takes out the entry of this name. Names must come in ordinal order; entries and damaged lines passed over are forgotten.
        /// </summary>
        public Known? Take(string name)
        {
            while (_line is not null && (_next is null || string.CompareOrdinal(_next.Name, name) < 0))
            {
                Change();
                Step();
            }
            if (_next is null || _next.Name != name)
            {
                return null;
            }

            var known = new Known(_next, _line!);
            Step();
            return known;
        }

        /// <summary>Puts an entry back as it was.</summary>
        public void Put(Known known)
        {
            if (_hasChanged)
            {
                _new?.Write(known.Line);
            }
            else
            {
                _kept++;
            }
        }

        public void Put(IndexedLog log)
        {
            Change();
            _new?.Write(log.ToLine());
        }

        /// <summary>An entry that was taken out is not put back.</summary>
        public void Forget() => Change();

        /// <summary>All names were asked for: what is left over is forgotten, and the new index takes the place of the old one.</summary>
        public void Finish()
        {
            if (_line is not null)
            {
                Change();
            }

            _new?.Finish();
        }

        /// <summary>Without <see cref="Finish"/> the old index stays.</summary>
        public void Dispose()
        {
            _old?.Dispose();
            _new?.Dispose();
        }

        private void Step()
        {
            try
            {
                _line = _lines?.Next();
            }
            catch (IOException)
            {
                _line = null; // what cannot be read is built anew
            }
            _next = _line is null ? null : IndexedLog.OfLine(_line);
        }

        private void Change()
        {
            if (_hasChanged)
            {
                return;
            }

            _hasChanged = true;
            _new = _index.OpenNew();
            if (_new is null || _old is null)
            {
                return;
            }

            var lines = _index.LinesOf(_old);
            for (var line = 0; line < _kept && lines.Next() is { } kept; line++)
            {
                _new.Write(kept);
            }
        }
    }
}
