using System.Collections.Specialized;
using System.ComponentModel;
using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.Client.Maps.Views;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Maps;

/// <summary>A map as a list on screen sees it.</summary>
public sealed class ObservableMapTests : IAsyncDisposable
{
    private readonly Bench _bench = new();
    private readonly PumpedContext _screen = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void It_begins_with_what_there_is_in_order_and_filtered()
    {
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        seats.Set("B", new Seat("free", 10));
        seats.Set("C", new Seat("sold", 5));
        seats.Set("A", new Seat("free", 30));
        seats.Raw.Set("odd", "no seat");

        using var byKey = seats.Observe(context: _screen);
        using var free = seats.Observe(seat => seat.State == "free", ByPrice(), _screen);

        Assert.Equal(["A", "B", "C"], byKey.Select(entry => entry.Key));
        Assert.Equal(["B", "A"], free.Select(entry => entry.Key));
        Assert.Equal(1, free.MisfitCount);
    }

    [Fact]
    public void Changes_come_on_the_context_and_nowhere_else()
    {
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        using var list = seats.Observe(context: _screen);
        var told = new List<(NotifyCollectionChangedAction, int Thread)>();
        var properties = new List<string?>();
        list.CollectionChanged += (_, args) => told.Add((args.Action, Environment.CurrentManagedThreadId));
        list.PropertyChanged += (_, args) => properties.Add(args.PropertyName);

        seats.Set("A", new Seat("free", 10));
        Assert.Empty(list);
        _screen.RunOne();
        seats.Set("A", new Seat("free", 11));
        _screen.RunOne();
        seats.Remove("A");
        _screen.RunOne();

        var here = Environment.CurrentManagedThreadId;
        Assert.Equal([(NotifyCollectionChangedAction.Add, here), (NotifyCollectionChangedAction.Replace, here), (NotifyCollectionChangedAction.Remove, here)], told);
        Assert.Equal(["Count", "Item[]", "Item[]", "Count", "Item[]"], properties);
        Assert.Empty(list);
    }

    [Fact]
    public void An_entry_that_leaves_or_enters_the_filter_leaves_or_enters_the_list()
    {
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        seats.Set("A", new Seat("free", 10));
        using var free = seats.Observe(seat => seat.State == "free", context: _screen);

        seats.Patch("A", new { state = "sold" });
        _screen.RunOne();
        Assert.Empty(free);

        seats.Patch("A", new { state = "free" });
        _screen.RunOne();
        Assert.Equal(new Seat("free", 10), Assert.Single(free).Value);
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task A_list_shows_a_group_whole_or_not_at_all()
    {
        const int Groups = 150;
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        using var list = seats.Observe();
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var halves = new List<string>();
        list.PropertyChanged += (_, args) =>
        {
            if (args.PropertyName == "Count") return;
            var (first, last) = (list[0].Value.Price, list[^1].Value.Price);
            if (list.Count != 30 || first != last) halves.Add($"{list.Count} seats, the first at {first}, the last at {last}");
            if (first == Groups) done.TrySetResult();
        };

        for (var price = 1; price <= Groups; price++)
            seats.WriteAll(group =>
            {
                for (var i = 0; i < 30; i++) group.Set($"k{i:00}", new Seat("free", price));
            });

        await done.Task.Soon();
        Assert.Empty(halves);
    }

    [Fact]
    public async Task What_others_write_and_what_is_refused_shows_too()
    {
        _bench.Server.Access = (principal, _, action) => principal.Subject != "reader" || action == Core.Access.MapAction.Read;
        var writer = _bench.Open();
        var reader = _bench.Open(token: "reader");
        using var list = reader.GetMap<Seat>("seats").Observe(context: _screen);
        await reader.WhenSyncedAsync().Soon();

        writer.GetMap<Seat>("seats").Set("A", new Seat("free", 10));
        _screen.RunOne();
        Assert.Equal("A", Assert.Single(list).Key);

        // While there is no connection, so that the refusal does not come before the write was shown.
        _bench.Server.CutAll();
        await reader.PhaseAsync(ConnectionPhase.Disconnected);
        reader.GetMap<Seat>("seats").Set("B", new Seat("mine", 1));
        _screen.RunUntil(() => list.Count == 2);
        reader.ReconnectNow();
        _screen.RunUntil(() => list.Count == 1);
        Assert.Equal("A", Assert.Single(list).Key);
    }

    [Theory, Trait("Invariant", "INV-REP-4")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Who_applies_the_events_has_the_list(int seed)
    {
        var random = new Random(seed);
        var seats = _bench.OpenOffline().GetMap<Seat>("seats");
        using var list = seats.Observe(seat => seat.Price % 3 != 0, ByPrice(), _screen);
        var mirror = new List<(string, Seat)>();
        list.CollectionChanged += (_, args) => ListMirror.Take(mirror, list, args);

        for (var round = 0; round < 40; round++)
        {
            for (var writes = random.Next(1, round % 8 == 7 ? 200 : 8); writes > 0; writes--)
            {
                var key = $"k{random.Next(100)}";
                if (random.Next(4) == 0) seats.Remove(key);
                else seats.Set(key, new Seat("free", random.Next(20)));
            }

            _screen.RunUntil(() => Shown(list).SequenceEqual(Expected(seats)));
            Assert.Equal(Shown(list), mirror);
            for (var i = 0; i < list.Count; i++) Assert.Equal(i, list.IndexOf(list[i].Key));
        }
    }

    [Fact]
    public async Task It_ends_with_its_client_and_when_it_is_disposed_of()
    {
        var client = _bench.OpenOffline();
        using var first = client.GetMap<Seat>("seats").Observe();
        var second = client.GetMap<Seat>("seats").Observe(context: _screen);
        client.GetMap<Seat>("seats").Set("A", new Seat("free", 10));
        second.Dispose();
        await second.Following.Soon();
        await client.DisposeAsync();
        await first.Following.Soon();

        Assert.Empty(second);
        Assert.Throws<NotSupportedException>(() => ((System.Collections.IList)second).Add(null));
    }

    private static IEnumerable<(string, Seat)> Shown(ObservableMap<Seat> list) => list.Select(entry => (entry.Key, entry.Value));

    private static List<(string, Seat)> Expected(LwwMap<Seat> seats)
        => [.. seats.Entries().Where(entry => entry.Value.Price % 3 != 0).OrderBy(entry => entry.Value.Price).ThenBy(entry => entry.Key, StringComparer.Ordinal)
            .Select(entry => (entry.Key, entry.Value))];

    private static Comparer<Seat> ByPrice() => Comparer<Seat>.Create((left, right) => left.Price.CompareTo(right.Price));
}
