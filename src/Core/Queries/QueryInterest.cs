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

    // In the order in which they were touched first: whoever takes a page at a time comes to each, however often others are touched again.
    private readonly Queue<string> _order = new();

    /// <summary>Where it is listed; null for nowhere.</summary>
    public InterestIndex? In { get; set; }

    /// <summary>The condition; null for every record.</summary>
    public Predicate? Where => part.Query.Where;

    /// <summary>Whether no key was noted that is not yet taken.</summary>
    public bool IsEmpty => _order.Count == 0;

    /// <summary>Whether more was noted than is remembered.</summary>
    public bool IsOverflown { get; private set; }

    public bool IsTouched(string key) => _touched.Contains(key);

    /// <summary>Looks at a change that may concern it.</summary>
    public void Note(string key, Value? before, Value? after)
    {
        if (!(before is not null && part.Matches(before)) && !(after is not null && part.Matches(after))) return;
        if (_touched.Count >= MostTouched) IsOverflown = true;
        else if (_touched.Add(key)) _order.Enqueue(key);
        wake();
    }

    /// <summary>Takes the key that was noted first; it may be noted again from here on.</summary>
    public bool TryTake(out string key)
    {
        if (!_order.TryDequeue(out key!)) return false;
        _touched.Remove(key);
        return true;
    }

    public void Clear()
    {
        _touched.Clear();
        _order.Clear();
        IsOverflown = false;
    }
}
