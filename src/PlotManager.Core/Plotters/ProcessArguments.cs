namespace PlotManager.Core.Plotters;

/// <summary>Reads arguments by a form's flags, as the command line parsers of the plotters do: later ones win.</summary>
internal sealed class ProcessArguments
{
    private readonly ProcessForm _form;
    private readonly Dictionary<ProcessField, string> _values = [];
    private readonly List<string> _destinations = [];
    private readonly List<string> _positional = [];
    private bool _plotsNothing;

    private ProcessArguments(ProcessForm form) => _form = form;

    /// <summary>The values by field, defaults filled in; null if the form's words are not there, or the call plots nothing.</summary>
    /// <param name="destinations">All that were given, where the form knows several; else none.</param>
    public static Dictionary<ProcessField, string>? Read(
        ProcessForm form, IReadOnlyList<string> arguments, int first, out IReadOnlyList<string> destinations)
    {
        var reader = new ProcessArguments(form);
        for (var index = first; index < arguments.Count; index++)
        {
            reader.Take(arguments, ref index);
        }

        destinations = reader._destinations;
        return !reader._plotsNothing && reader.FindWords() && reader.HasNeeded(arguments) ? reader.Filled() : null;
    }

    private void Take(IReadOnlyList<string> arguments, ref int index)
    {
        var word = arguments[index];
        var next = index + 1 < arguments.Count ? arguments[index + 1] : null;
        if (!word.StartsWith('-') || word.Length == 1)
        {
            _plotsNothing |= _positional.Count == 0 && _form.PlotsNothing.Contains(word);
            _positional.Add(word);
        }
        else if (_form.PlotsNothing.Contains(word))
        {
            _plotsNothing = true;
        }
        else if (TakesValue(word, out var field))
        {
            Set(field, next);
            index++;
        }
        else if (word.StartsWith("--", StringComparison.Ordinal))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && TakesValue(word[..equals], out field))
            {
                Set(field, word[(equals + 1)..]);
            }
        }
        else if (!_form.Switches.Contains(word))
        {
            TakeShort(word, next, ref index);
        }
    }

    // `-k32`, and switches written together before it as in `-exk32`.
    private void TakeShort(string word, string? next, ref int index)
    {
        for (var at = 1; at < word.Length; at++)
        {
            var flag = "-" + word[at];
            if (TakesValue(flag, out var field))
            {
                var attached = word[(at + 1)..];
                if (attached.Length == 0)
                {
                    index++;
                }

                Set(field, attached.Length == 0 ? next : attached.TrimStart('='));
                return;
            }
            _plotsNothing |= _form.PlotsNothing.Contains(flag);
            if (!_form.Switches.Contains(flag))
            {
                return;
            }
        }
    }

    private bool TakesValue(string flag, out ProcessField? field)
    {
        field = null;
        foreach (var option in _form.Options)
        {
            if (!option.Flags.Contains(flag))
            {
                continue;
            }

            field = option.Field;
            return true;
        }
        return _form.OtherValues.Contains(flag);
    }

    private void Set(ProcessField? field, string? value)
    {
        if (field is { } known && value is not null)
        {
            _values[known] = value;
            if (known == ProcessField.Destination && _form.SeveralDestinations)
            {
                _destinations.Add(value);
            }
        }
    }

    private bool FindWords()
    {
        var words = _form.Words.Length;
        for (var start = 0; start + words <= _positional.Count; start++)
        {
            if (!_positional.Skip(start).Take(words).SequenceEqual(_form.Words, StringComparer.OrdinalIgnoreCase))
            {
                continue;
            }

            if (_form.Positional is { } field && start + words < _positional.Count)
            {
                _values.TryAdd(field, _positional[start + words]);
            }

            return true;
        }
        return false;
    }

    private bool HasNeeded(IReadOnlyList<string> arguments) =>
        _form.Needs.IsEmpty || arguments.Any(word => _form.Needs.Any(flag =>
            word == flag || word.StartsWith(flag + "=", StringComparison.Ordinal)
            || (flag.Length == 2 && word.StartsWith(flag, StringComparison.Ordinal))));

    private Dictionary<ProcessField, string> Filled()
    {
        foreach (var option in _form.Options)
        {
            if (option.Default is { } value && !value.StartsWith('{'))
            {
                _values.TryAdd(option.Field, value);
            }
        }
        // Defaults that follow another field, such as madMax's destination = temp, come when that one is known.
        foreach (var option in _form.Options)
        {
            if (option.Default is { } name && name.StartsWith('{') && FieldNames.TryGetValue(name.Trim('{', '}'), out var other)
                && _values.TryGetValue(other, out var value))
            {
                _values.TryAdd(option.Field, value);
            }
        }
        return _values;
    }

    /// <summary>Names of the fields as profiles write them.</summary>
    public static IReadOnlyDictionary<string, ProcessField> FieldNames { get; } = new Dictionary<string, ProcessField>
    {
        ["k"] = ProcessField.K,
        ["plots"] = ProcessField.Plots,
        ["temp"] = ProcessField.Temp,
        ["temp2"] = ProcessField.Temp2,
        ["destination"] = ProcessField.Destination,
        ["threads"] = ProcessField.Threads,
        ["buckets"] = ProcessField.Buckets,
        ["memory_buffer"] = ProcessField.MemoryBuffer,
        ["compression"] = ProcessField.Compression,
    };
}
