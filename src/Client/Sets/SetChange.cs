using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Sets;

/// <summary>The set of a key has changed, as this device shows it.</summary>
public sealed class SetChange
{
    private readonly ValueChange _change;

    internal SetChange(ValueChange change)
    {
        _change = change;
        var (before, after) = (Before.ToHashSet(), After.ToHashSet());
        Added = [.. After.Where(element => !before.Contains(element))];
        Removed = [.. Before.Where(element => !after.Contains(element))];
    }

    /// <summary>The key.</summary>
    public string Key => _change.Key;

    /// <summary>Why: a write of this device, news from the server, or a refused write of this device that was undone.</summary>
    public ChangeOrigin Origin => _change.Origin;

    /// <summary>The elements before.</summary>
    public IReadOnlyList<Value> Before => OrMap.ElementsOf(_change.Before);

    /// <summary>The elements now.</summary>
    public IReadOnlyList<Value> After => OrMap.ElementsOf(_change.After);

    /// <summary>The elements that are there now and were not before.</summary>
    public IReadOnlyList<Value> Added { get; }

    /// <summary>The elements that were there before and are not now.</summary>
    public IReadOnlyList<Value> Removed { get; }
}
