using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>Somebody's interest in the records of a map that meet a condition: which keys have changed that met it, or meet it now.</summary>
/// <remarks>
/// An <see cref="InterestIndex"/> notes each such key here and wakes its owner at the first. Not safe for several threads at once:
/// it is noted and read under the lock of the map's partition.
/// </remarks>
/// <param name="part">Which records.</param>
/// <param name="wake">Called when something was noted; it must return at once.</param>
internal sealed class QueryInterest(PartQuery part, Action wake)
{
    private const int MostTouched = 10_000;

    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);

    /// <summary>Where it is listed; null for nowhere.</summary>
    public InterestIndex? In { get; set; }

    /// <summary>The condition; null for every record.</summary>
    public Predicate? Where => part.Query.Where;

    /// <summary>The keys noted and not yet taken.</summary>
    public IReadOnlyCollection<string> Touched => _touched;

    /// <summary>Whether more was noted than is remembered.</summary>
    public bool IsOverflown { get; private set; }

    public bool IsTouched(string key) => _touched.Contains(key);

    /// <summary>Looks at a change that may concern it.</summary>
    public void Note(string key, Value? before, Value? after)
    {
        if (!(before is not null && part.Matches(key, before)) && !(after is not null && part.Matches(key, after))) return;
        if (_touched.Count >= MostTouched) IsOverflown = true;
        else _touched.Add(key);
        wake();
    }

    /// <summary>Takes a key; it may be noted again from here on.</summary>
    public void Take(string key) => _touched.Remove(key);

    public void Clear()
    {
        _touched.Clear();
        IsOverflown = false;
    }
}
