using System.Collections.Specialized;
using TopGun.Client.Maps;
using TopGun.Client.Maps.Views;
using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>A query as a list on screen sees it.</summary>
public sealed class ObservableQueryTests : IAsyncDisposable
{
    private static readonly FieldPath Price = FieldPath.Of("price"), State = FieldPath.Of("state");
    private static readonly MapQuery Dearest = MapQuery.All with { Sort = [new SortField(Price, true)], Limit = 3 };

    private readonly Bench _bench = new();
    private readonly PumpedContext _screen = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void It_has_the_first_rows_of_the_query_in_its_order_and_with_its_fields()
    {
        var seats = Filled(10);
        seats.Raw.Set("odd", "no seat");
        var query = Dearest with { Where = new ComparePredicate(Price, CompareOperator.Less, 80L), Fields = [State] };

        using var list = seats.Observe(query, _screen);
        using var rest = seats.Observe(query with { Limit = null, After = new QueryPosition([50L], "k5") }, _screen);

        Assert.Equal(["k7", "k6", "k5"], list.Select(entry => entry.Key));
        Assert.Equal(Value.Object(("state", "free")), list[0].Raw);
        Assert.Equal(["k4", "k3", "k2", "k1", "k0"], rest.Select(entry => entry.Key));
    }

    [Fact]
    public void What_moves_up_and_what_is_pushed_out_are_told_as_one_removal_and_one_addition()
    {
        var seats = Filled(10);
        using var list = seats.Observe(Dearest, _screen);
        var told = Told(list);

        seats.Remove("k8");
        _screen.RunOne();
        Assert.Equal(["Remove k8 at 1", "Add k6 at 2"], told);
        Assert.Equal(["k9", "k7", "k6"], list.Select(entry => entry.Key));

        told.Clear();
        seats.Set("new", new Seat("free", 75));
        _screen.RunOne();
        Assert.Equal(["Remove k6 at 2", "Add new at 1"], told);

        told.Clear();
        seats.Set("k9", new Seat("free", 73));
        _screen.RunOne();
        Assert.Equal(["Remove k9 at 0", "Add k9 at 1"], told);

        told.Clear();
        seats.Patch("k9", new { state = "sold" });
        seats.Set("k1", new Seat("sold", 1));
        _screen.RunUntil(() => list[1].Value.State == "sold");
        Assert.Equal(["Replace k9 at 1"], told);
        Assert.Equal(["new", "k9", "k7"], list.Select(entry => entry.Key));
    }

    [Fact]
    public void Changes_that_come_together_are_told_by_what_they_are_to_the_list_however_many_they_are()
    {
        var seats = Filled(200);
        using var list = seats.Observe(Dearest, _screen);
        var told = Told(list);

        seats.WriteAll(group =>
        {
            for (var i = 0; i < 99; i++) group.Remove($"k{i}");
            group.Remove("k199");
        });
        _screen.RunOne();

        Assert.Equal(["Remove k199 at 0", "Add k196 at 2"], told);
    }

    [Fact]
    public void What_makes_no_sense_is_named()
        => Assert.Equal(ClientError.InvalidQuery, Assert.Throws<TopGunClientException>(() => Filled(1).Observe(MapQuery.All with { Limit = 0 }, _screen)).Error);

    [Theory, Trait("Invariant", "INV-REP-4")]
    [InlineData(1, 1)]
    [InlineData(2, 10)]
    [InlineData(3, 150)]
    public void Who_applies_the_events_has_the_rows_of_the_query(int seed, int limit)
    {
        var random = new Random(seed);
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        var query = MapQuery.All with { Where = new NotPredicate(new ComparePredicate(State, CompareOperator.Equal, "sold")), Sort = [new SortField(Price, seed % 2 == 0)], Limit = limit };
        using var list = seats.Observe(query, _screen);
        var mirror = new List<(string, Seat)>();
        list.CollectionChanged += (_, args) =>
        {
            ListMirror.Take(mirror, list, args);
            // The list is as each event says, also between two that belong together.
            Assert.Equal(Shown(list), mirror);
        };

        for (var round = 0; round < 40; round++)
        {
            for (var writes = random.Next(1, round % 8 == 7 ? 200 : 8); writes > 0; writes--)
            {
                var key = $"k{random.Next(200)}";
                if (random.Next(4) == 0) seats.Remove(key);
                else seats.Set(key, new Seat(random.Next(3) == 0 ? "sold" : "free", random.Next(20)));
            }

            _screen.RunUntil(() => list.Select(entry => entry.Key).SequenceEqual(seats.Raw.Query(query).Rows.Select(row => row.Key))
                && list.Select(entry => entry.Raw).SequenceEqual(seats.Raw.Query(query).Rows.Select(row => row.Value)));
            Assert.Equal(Shown(list), mirror);
            for (var i = 0; i < list.Count; i++) Assert.Equal(i, list.IndexOf(list[i].Key));
            Assert.Equal(-1, list.IndexOf("nobody"));
        }
    }

    private static IEnumerable<(string, Seat)> Shown(ObservableMap<Seat> list) => list.Select(entry => (entry.Key, entry.Value));

    private static List<string> Told(ObservableMap<Seat> list)
    {
        var told = new List<string>();
        list.CollectionChanged += (_, args) => told.Add(args.Action switch
        {
            NotifyCollectionChangedAction.Remove => $"Remove {((MapEntry<Seat>)args.OldItems![0]!).Key} at {args.OldStartingIndex}",
            NotifyCollectionChangedAction.Reset => "Reset",
            _ => $"{args.Action} {((MapEntry<Seat>)args.NewItems![0]!).Key} at {args.NewStartingIndex}",
        });
        return told;
    }

    private LwwMap<Seat> Filled(int count)
    {
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        for (var i = 0; i < count; i++) seats.Set($"k{i}", new Seat("free", 10 * i));
        return seats;
    }
}
