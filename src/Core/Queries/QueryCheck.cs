using System.Text;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>Whether a query keeps to its bounds. Ends with the first thing that does not.</summary>
public sealed class QueryCheck
{
    private readonly SyncLimits _limits;
    private readonly QueryLimits _bounds;
    private int _nodes;

    private QueryCheck(SyncLimits limits, QueryLimits bounds) => (_limits, _bounds) = (limits, bounds);

    /// <summary>Checks a query.</summary>
    /// <exception cref="SyncException">It is over a bound (<see cref="ErrorCode.LimitExceeded"/>) or makes no sense
    /// (<see cref="ErrorCode.InvalidFrame"/>); the message names the thing, the value and the bound.</exception>
    public static void Check(MapQuery query, SyncLimits limits, QueryLimits bounds) => new QueryCheck(limits, bounds).Query(query);

    private void Query(MapQuery query)
    {
        if (query.Where is not null) Node(query.Where, 1);
        Bound(query.Sort.Count, _bounds.MaxSortFields, "Sort fields of a query");
        foreach (var field in query.Sort) Path(field.Path);
        Bound(query.Fields.Count, _bounds.MaxFields, "Fields of a query");
        foreach (var field in query.Fields)
        {
            if (field.Names.Count == 0) throw Invalid($"Field of a query with 0 names; at least 1 is required.");
            Path(field);
        }

        if (query.Limit < 1) throw Invalid($"Limit of a query of {query.Limit:N0}; 1 to {_bounds.MaxLimit:N0} are accepted.");
        Bound(query.Limit ?? 0, _bounds.MaxLimit, "Limit of a query");
        if (query.After is null) return;

        Bound(Encoding.UTF8.GetByteCount(query.After.Key), _limits.MaxKeyBytes, "Bytes of a page's key");
        if (query.After.SortValues.Count != query.Sort.Count)
            throw Invalid($"Page of {query.After.SortValues.Count:N0} sort values; the query sorts by {query.Sort.Count:N0} fields.");
        foreach (var value in query.After.SortValues.OfType<Value>()) Operand(value);
    }

    private void Node(Predicate predicate, int depth)
    {
        Bound(depth, _bounds.MaxDepth, "Levels of conditions in a query");
        Bound(++_nodes, _bounds.MaxNodes, "Conditions of a query");
        switch (predicate)
        {
            case AndPredicate and: Nodes(and.Parts, depth); break;
            case OrPredicate or: Nodes(or.Parts, depth); break;
            case NotPredicate not: Node(not.Part, depth + 1); break;
            case ExistsPredicate exists: Path(exists.Path); break;
            case ComparePredicate compare:
                if (!Enum.IsDefined(compare.Operator)) throw Invalid($"Operator {(int)compare.Operator} of a query is unknown; 1 to 6 are valid.");
                Path(compare.Path);
                Operand(compare.Operand);
                break;
            case InPredicate values:
                Path(values.Path);
                Bound(values.Values.Count, _bounds.MaxValues, "Values that a field may be one of");
                foreach (var value in values.Values) Operand(value);
                break;
            case PrefixPredicate prefix:
                Path(prefix.Path);
                Text(prefix.Prefix);
                break;
            case ContainsPredicate contains:
                Path(contains.Path);
                Operand(contains.Part);
                if (contains.Part is StringValue part) Text(part.Text);
                break;
        }
    }

    private void Nodes(IReadOnlyList<Predicate> parts, int depth)
    {
        foreach (var part in parts) Node(part, depth + 1);
    }

    private void Path(FieldPath path)
    {
        Bound(path.Names.Count, _limits.MaxValueDepth, "Names in a field path");
        foreach (var name in path.Names)
        {
            if (name.Length == 0) throw Invalid($"Name of 0 bytes in a field path; 1 to {_limits.MaxFieldNameBytes:N0} are accepted.");
            Bound(Encoding.UTF8.GetByteCount(name), _limits.MaxFieldNameBytes, "Bytes of a name in a field path");
        }
    }

    private void Operand(Value value)
    {
        var measure = ValueMeasure.Of(value);
        Bound(measure.Depth, _limits.MaxValueDepth, "Levels of a value in a query");
        Bound(measure.Bytes, _limits.MaxValueBytes, "Bytes of a value in a query");
    }

    private void Text(string text) => Bound(Encoding.UTF8.GetByteCount(text), _bounds.MaxTextBytes, "Bytes of a text to look for");

    private static void Bound(long count, long max, string things)
    {
        if (count > max) throw new SyncException(ErrorCode.LimitExceeded, FormattableString.Invariant($"{things}: {count:N0}; at most {max:N0} are accepted."));
    }

    private static SyncException Invalid(FormattableString message) => new(ErrorCode.InvalidFrame, FormattableString.Invariant(message));
}
