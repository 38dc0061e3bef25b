using System.Collections.Immutable;

namespace PlotManager.Core.Keys;

/// <summary>The keys a section may have, in the order they are documented.</summary>
/// <param name="description">What the section is for, one sentence.</param>
public sealed class SectionShape(string description, ImmutableArray<Key> keys)
{
    private readonly Dictionary<string, Key> _byName = keys.ToDictionary(key => key.Name, StringComparer.Ordinal);

    public string Description { get; } = description;
    public ImmutableArray<Key> Keys { get; } = keys;

    public Key? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The key that had this name in an older version.</summary>
    public Key? FindFormer(string name) => Keys.FirstOrDefault(key => key.FormerNames.Contains(name));

    /// <summary>Names of all secret keys here and in the sections beneath.</summary>
    public IEnumerable<string> SecretNames() =>
        Keys.Where(key => key.Secret).Select(key => key.Name)
            .Concat(Keys.SelectMany(key => key.Type.Inner?.SecretNames() ?? []));
}
