using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>Queries that a device answers by itself.</summary>
public sealed class QueryTests : IAsyncDisposable
{
    private static readonly FieldPath Price = FieldPath.Of("price");
    private static readonly Predicate Dear = new ComparePredicate(Price, CompareOperator.GreaterOrEqual, 500L);

    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void It_finds_in_order_what_is_shown_and_pages_on()
    {
        var map = Filled();
        map.Patch("k0", Value.Object(("price", 900L)));
        map.Remove("k1200");

        var query = MapQuery.All with { Where = Dear, Sort = [new SortField(Price, true)], Limit = 400 };
        var first = map.Query(query);
        var second = map.Query(query with { After = first.Next });

        Assert.Equal(["k1199", "k1198"], first.Rows.Take(2).Select(row => row.Key));
        Assert.Equal(701, first.Rows.Count + second.Rows.Count);
        Assert.Contains(first.Rows, row => row.Key == "k0");
        Assert.Null(second.Next);
    }

    [Fact]
    public void In_the_order_of_keys_a_page_goes_on_where_the_one_before_ended()
    {
        var map = Filled();
        var query = MapQuery.All with { Where = Dear, Limit = 150, Fields = [Price] };
        List<string> keys = [];
        for (QueryPosition? after = null; ;)
        {
            var page = map.Query(query with { After = after });
            keys.AddRange(page.Rows.Select(row => row.Key));
            if (page.Next is null) break;
            Assert.Equal(150, page.Rows.Count);
            after = page.Next;
        }

        Assert.Equal(map.Entries().Where(entry => Dear.Matches(entry.Value)).Select(entry => entry.Key), keys);
    }

    [Fact]
    public void What_makes_no_sense_is_named()
    {
        var error = Assert.Throws<TopGunClientException>(() => Filled().Query(MapQuery.All with { Limit = 0 }));

        Assert.Equal(ClientError.InvalidQuery, error.Error);
        Assert.Contains("Limit of a query of 0; 1 to 100,000", error.Message);
    }

    private Client.Maps.LwwMap Filled()
    {
        var map = _bench.OpenOffline().GetMap("map");
        for (var i = 0; i <= 1_200; i++) map.Set($"k{i}", Value.Object(("price", Value.Of((long)i)), ("name", Value.Of("n"))));
        return map;
    }
}
