using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Queries;

public class QueryCheckTests
{
    private static readonly Predicate Exists = new ExistsPredicate(FieldPath.Of("a"));

    public static TheoryData<string, MapQuery, MapQuery> Bounds => new()
    {
        { "Levels of conditions in a query: 9; at most 8", Ask(Nested(8)), Ask(Nested(9)) },
        { "Conditions of a query: 101; at most 100", Ask(Wide(100)), Ask(Wide(101)) },
        { "Values that a field may be one of: 1,001; at most 1,000", Ask(OneOf(1_000)), Ask(OneOf(1_001)) },
        { "Bytes of a text to look for: 1,025; at most 1,024", Ask(new PrefixPredicate(FieldPath.Of("a"), Text(1_024))), Ask(new PrefixPredicate(FieldPath.Of("a"), Text(1_025))) },
        { "Bytes of a text to look for: 1,025; at most 1,024", Ask(new ContainsPredicate(FieldPath.Of("a"), Text(1_024))), Ask(new ContainsPredicate(FieldPath.Of("a"), Text(1_025))) },
        { "Names in a field path: 25; at most 24", Ask(new ExistsPredicate(Path(24))), Ask(new ExistsPredicate(Path(25))) },
        { "Bytes of a name in a field path: 257; at most 256", Ask(new ExistsPredicate(FieldPath.Of(Text(256)))), Ask(new ExistsPredicate(FieldPath.Of(Text(257)))) },
        { "Bytes of a value in a query: 1,048,577; at most 1,048,576", Ask(Equal(Text((1 << 20) - 4))), Ask(Equal(Text((1 << 20) - 3))) },
        { "Levels of a value in a query: 25; at most 24", Ask(Equal(Deep(24))), Ask(Equal(Deep(25))) },
        { "Sort fields of a query: 9; at most 8", Sorted(8), Sorted(9) },
        { "Fields of a query: 101; at most 100", Cut(100), Cut(101) },
        { "Limit of a query: 100,001; at most 100,000", MapQuery.All with { Limit = 100_000 }, MapQuery.All with { Limit = 100_001 } },
        { "Bytes of a page's key: 513; at most 512", MapQuery.All with { After = new([], Text(512)) }, MapQuery.All with { After = new([], Text(513)) } },
    };

    public static TheoryData<string, MapQuery> Senseless => new()
    {
        { "Limit of a query of 0; 1 to 100,000", MapQuery.All with { Limit = 0 } },
        { "Operator 7 of a query is unknown; 1 to 6", Ask(new ComparePredicate(FieldPath.Of("a"), (CompareOperator)7, 1L)) },
        { "Name of 0 bytes in a field path; 1 to 256", Ask(new ExistsPredicate(FieldPath.Of(""))) },
        { "Field of a query with 0 names; at least 1", MapQuery.All with { Fields = [FieldPath.Of()] } },
        { "Page of 1 sort values; the query sorts by 0 fields", MapQuery.All with { After = new([1L], "k") } },
    };

    [Theory, MemberData(nameof(Bounds))]
    public void A_query_over_a_bound_is_refused_by_name(string message, MapQuery within, MapQuery beyond)
    {
        QueryCheck.Check(within, SyncLimits.Default, QueryLimits.Default);
        var refused = Assert.Throws<SyncException>(() => QueryCheck.Check(beyond, SyncLimits.Default, QueryLimits.Default));

        Assert.Equal(ErrorCode.LimitExceeded, refused.Error.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Senseless))]
    public void A_query_that_makes_no_sense_is_refused(string message, MapQuery query)
    {
        var refused = Assert.Throws<SyncException>(() => QueryCheck.Check(query, SyncLimits.Default, QueryLimits.Default));

        Assert.Equal(ErrorCode.InvalidFrame, refused.Error.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    private static MapQuery Ask(Predicate predicate) => MapQuery.All with { Where = predicate };

    private static Predicate Nested(int levels) => levels == 1 ? Exists : new NotPredicate(Nested(levels - 1));

    private static AndPredicate Wide(int nodes) => new([.. Enumerable.Repeat(Exists, nodes - 1)]);

    private static InPredicate OneOf(int values) => new(FieldPath.Of("a"), [.. Enumerable.Range(0, values).Select(i => Value.Of((long)i))]);

    private static ComparePredicate Equal(Value value) => new(FieldPath.Of("a"), CompareOperator.Equal, value);

    private static MapQuery Sorted(int fields) => MapQuery.All with { Sort = [.. Enumerable.Repeat(new SortField(FieldPath.Of("a")), fields)] };

    private static MapQuery Cut(int fields) => MapQuery.All with { Fields = [.. Enumerable.Repeat(FieldPath.Of("a"), fields)] };

    private static FieldPath Path(int names) => new([.. Enumerable.Repeat("a", names)]);

    private static string Text(int bytes) => new('x', bytes);

    private static Value Deep(int levels) => levels == 0 ? 1L : Value.List(Deep(levels - 1));
}
