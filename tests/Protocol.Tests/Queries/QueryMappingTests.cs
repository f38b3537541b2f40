using Google.Protobuf;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Generators;
using TopGun.Protocol.Queries;

namespace TopGun.Protocol.Tests.Queries;

public class QueryMappingTests
{
    [Fact]
    public void A_query_arrives_as_it_was_sent()
        => Law.Holds(SomeQueries.Any, query =>
        {
            var sent = QueryMapping.ToWire(query);
            var read = Arrived(query);

            Assert.Equal(sent, QueryMapping.ToWire(read));
            Assert.Equal(query.Limit, read.Limit);
            Assert.Equal(query.Sort, read.Sort);
            Assert.Equal(query.Fields, read.Fields);
        });

    [Fact]
    public void A_page_goes_on_where_the_one_before_ended()
    {
        KeyValuePair<string, Value>[] map = [new("a", Value.Object(("n", 1L))), new("b", 7L), new("c", Value.Object(("n", 1.0)))];
        var query = new MapQuery(null, [new SortField(FieldPath.Of("n"))], 1, null, []);

        var first = query.Run(map);
        var second = Arrived(query with { After = first.Next }).Run(map);
        var third = Arrived(query with { After = second.Next }).Run(map);

        Assert.Equal(["b", "a", "c"], new[] { first, second, third }.SelectMany(page => page.Rows).Select(row => row.Key));
        Assert.Null(third.Next);
    }

    [Fact]
    public void The_deepest_query_with_the_deepest_value_passes_the_parser()
    {
        Value value = ObjectValue.Empty;
        for (var level = 1; level < SyncLimits.Default.MaxValueDepth; level++) value = Value.Object(("a", value));
        Predicate where = new ComparePredicate(FieldPath.Of("a"), CompareOperator.Equal, value);
        for (var level = 1; level < QueryLimits.Default.MaxDepth; level++) where = new AndPredicate([where]);

        Assert.NotNull(Arrived(MapQuery.All with { Where = where }).Where);
    }

    [Fact]
    public void No_query_asks_for_everything() => Assert.Same(MapQuery.All, QueryMapping.FromWire(null, SyncLimits.Default));

    [Theory, MemberData(nameof(Wrong))]
    public void What_breaks_the_contract_is_refused(string message, ErrorCode code, Wire.Query query)
    {
        var refused = Assert.Throws<SyncException>(() => QueryMapping.FromWire(query, SyncLimits.Default));

        Assert.Equal(code, refused.Error.Code);
        Assert.StartsWith(message, refused.Message, StringComparison.Ordinal);
    }

    public static TheoryData<string, ErrorCode, Wire.Query> Wrong => new()
    {
        { "A condition of a query has no kind", ErrorCode.InvalidFrame, new() { Where = new() } },
        { "Field path is missing", ErrorCode.InvalidFrame, new() { Where = new() { Prefix = new() { Text = "a" } } } },
        { "Query: A value has no kind", ErrorCode.InvalidFrame, new() { Where = new() { Compare = new() { Path = new(), Operator = Wire.CompareOperator.Less } } } },
        { "Operator 0 of a query", ErrorCode.InvalidFrame, new() { Where = new() { Compare = new() { Path = new(), Value = new() { BoolValue = true } } } } },
        { "Limit of a query of 0", ErrorCode.InvalidFrame, new() { Limit = 0 } },
        { "Limit of a query: 2,147,483,647", ErrorCode.LimitExceeded, new() { Limit = uint.MaxValue } },
        { "Page of 0 sort values", ErrorCode.InvalidFrame, new() { After = new(), Sort = { new Wire.SortField { Path = new() } } } },
    };

    private static MapQuery Arrived(MapQuery query)
        => QueryMapping.FromWire(Wire.Query.Parser.ParseFrom(QueryMapping.ToWire(query).ToByteArray()), SyncLimits.Default);
}
