using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>The interests in one map, so that a change is shown to those that it can concern and not to all (INV-QRY-2).</summary>
/// <remarks>
/// Where a condition demands that a field has one of some values, it is found by these values, before the change and after it;
/// all others look at each change. Not safe for several threads at once.
/// </remarks>
internal sealed class InterestIndex
{
    private readonly Dictionary<FieldPath, Dictionary<Value, HashSet<QueryInterest>>> _byValue = [];
    private readonly HashSet<QueryInterest> _others = [];
    private readonly HashSet<QueryInterest> _found = [];

    /// <summary>Whether nobody is interested.</summary>
    public bool IsEmpty => _others.Count == 0 && _byValue.Count == 0;

    public void Add(QueryInterest interest)
    {
        interest.In = this;
        if (Demanded(interest.Where) is not var (path, values))
        {
            _others.Add(interest);
            return;
        }

        if (!_byValue.TryGetValue(path, out var ofPath)) _byValue[path] = ofPath = new(NumericComparer.Instance);
        foreach (var value in values)
        {
            if (!ofPath.TryGetValue(value, out var interests)) ofPath[value] = interests = [];
            interests.Add(interest);
        }
    }

    public void Remove(QueryInterest interest)
    {
        interest.In = null;
        if (_others.Remove(interest) || Demanded(interest.Where) is not var (path, values) || !_byValue.TryGetValue(path, out var ofPath)) return;
        foreach (var value in values)
            if (ofPath.TryGetValue(value, out var interests) && interests.Remove(interest) && interests.Count == 0) ofPath.Remove(value);
        if (ofPath.Count == 0) _byValue.Remove(path);
    }

    /// <summary>Shows a change to those that it can concern.</summary>
    /// <returns>How many looked at it.</returns>
    public int Note(string key, Value? before, Value? after)
    {
        foreach (var (path, ofPath) in _byValue)
        {
            Find(path, ofPath, before);
            Find(path, ofPath, after);
        }

        foreach (var interest in _found) interest.Note(key, before, after);
        foreach (var interest in _others) interest.Note(key, before, after);
        var looked = _found.Count + _others.Count;
        _found.Clear();
        return looked;
    }

    private void Find(FieldPath path, Dictionary<Value, HashSet<QueryInterest>> ofPath, Value? value)
    {
        if (value is not null && path.In(value) is { } at && ofPath.TryGetValue(at, out var interests)) _found.UnionWith(interests);
    }

    // Without one of these values a record can't meet the condition.
    private static (FieldPath Path, IReadOnlyList<Value> Values)? Demanded(Predicate? where) => where switch
    {
        ComparePredicate { Operator: CompareOperator.Equal } equal => (equal.Path, [equal.Operand]),
        InPredicate { Values.Count: > 0 } any => (any.Path, any.Values),
        AndPredicate and => and.Parts.Select(Demanded).OfType<(FieldPath Path, IReadOnlyList<Value> Values)?>().MinBy(demanded => demanded!.Value.Values.Count),
        _ => null,
    };
}
