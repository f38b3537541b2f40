using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;

namespace TopGun.Simulation.Parts;

/// <summary>What a window costs, and what is refused of it; that it is right, <see cref="PartTests"/> shows.</summary>
public sealed class WindowTests
{
    private const string Map = "scores";
    private const int PageBytes = 100_000;
    private static readonly FieldPath Points = FieldPath.Of("points");
    private static readonly MapQuery Best = MapQuery.All with { Sort = [new SortField(Points, true)], Limit = 10 };

    private readonly Principal _user = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);
    private readonly Partition _partition;
    private long _number;

    public WindowTests()
    {
        _partition = new Partition(PartitionId.Of(Map), StoredPartition.Empty, 1, new PartitionOptions(), RecordCodec.Instance, new Rules());
        _partition.Load(new StoredMap(Map, [], []));
        for (var i = 0; i < 200; i++) Write($"k{i:D3}", i);
    }

    [Fact]
    public void Who_comes_again_gets_the_difference_and_no_more()
    {
        var reader = new PartReader(Map, Best);
        Follow(reader);
        Assert.Equal(10, reader.Carried);

        Write("k195", 500);
        Write("k003", 501);
        Write("k004", 5);
        Follow(reader);

        Assert.Equal(12, reader.Carried);
        Assert.Equal(["k003", "k192", "k193", "k194", "k195", "k196", "k197", "k198", "k199", "k191"], reader.Rows.Keys.OrderBy(key => key == "k191").ThenBy(key => key, StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Invariant", "INV-QRY-4")]
    public void What_happens_behind_it_is_not_told()
    {
        var session = Session();
        Assert.Null(session.Receive(new Subscribe(1, Map, null, [], Best)));
        Assert.Equal(["ChangePage", "CaughtUp"], PullAll(session).Select(frame => frame.GetType().Name));

        Write("k050", 51);
        Assert.Empty(PullAll(session));

        Write("k050", 1_000);
        var page = Assert.IsType<ChangePage>(Assert.Single(PullAll(session)));
        Assert.Equal(("k050", "k190"), (Assert.Single(page.Records).Key, Assert.Single(page.Gone)));
    }

    [Fact]
    public void A_limit_over_the_bound_ends_the_subscription()
    {
        var ended = Assert.IsType<SubscriptionEnded>(Session().Receive(new Subscribe(1, Map, null, [], Best with { Limit = 1_001 })));
        Assert.Equal((ErrorCode.LimitExceeded, true), (ended.Error.Code, ended.Error.Message.Contains("1,001; at most 1,000", StringComparison.Ordinal)));
    }

    [Fact]
    public void Rows_that_make_no_window_end_the_subscription()
    {
        var twice = Assert.IsType<SubscriptionEnded>(Session().Receive(new Subscribe(1, Map, null, [], Best) { Window = [new("a", 1), new("a", 2)] }));
        Assert.Equal("Key a stands twice among the rows of a window.", twice.Error.Message);
        var unlimited = Assert.IsType<SubscriptionEnded>(Session().Receive(new Subscribe(1, Map, null, [], Best with { Limit = null }) { Window = [new("a", 1)] }));
        Assert.Contains("has no limit", unlimited.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_take_too_many_bytes_end_the_subscription_and_nothing_else()
    {
        var session = Session();
        Assert.Null(session.Receive(new Subscribe(1, Map, null, [], Best with { Limit = 2 })));
        PullAll(session);
        for (var i = 0; i < 3; i++) Write($"long{i}", new string('x', 700_000));

        var ended = Assert.IsType<SubscriptionEnded>(Assert.Single(PullAll(session)));
        Assert.Equal(ErrorCode.LimitExceeded, ended.Error.Code);
        Assert.Null(session.Receive(new Subscribe(1, Map, null, [], Best with { Sort = [], Limit = 2 })));
        Assert.Equal(2, PullAll(session).OfType<ChangePage>().Sum(page => page.Records.Count));
    }

    [Fact]
    public void Places_are_bounded_while_the_map_is_looked_through_and_not_only_at_its_end()
    {
        for (var i = 0; i < 40; i++) Write($"long{i:D2}", new string('x', 700_000));
        var session = Session();
        Assert.Null(session.Receive(new Subscribe(1, Map, null, [], Best with { Limit = 100 })));

        var ended = Assert.IsType<SubscriptionEnded>(Assert.Single(PullAll(session)));
        Assert.Equal(ErrorCode.LimitExceeded, ended.Error.Code);
        var bytes = long.Parse(ended.Error.Message.Split(' ')[10], System.Globalization.NumberStyles.AllowThousands, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(bytes, 16 << 20, (16 << 20) + 800_000);
    }

    private void Follow(PartReader reader)
    {
        reader.Connect(_partition);
        while (reader.Pull(_partition, PageBytes, _ => true))
        {
        }
    }

    private List<ServerFrame> PullAll(ServerSession session)
    {
        List<ServerFrame> frames = [];
        while (session.Pull(Map, _partition.Committed, PageBytes) is { IsEmpty: false } pulled) frames.AddRange(pulled.Read());
        return frames;
    }

    private ServerSession Session() => new(_user, "node1", SyncLimits.Default, new Rules(), RecordCodec.Instance);

    private void Write(string key, Value points)
    {
        var op = new Op(++_number, (ulong)_number, 1_700_000_000_000 + _number, 0, null, new ReplaceWrite(key, WriteBase.Unknown, Value.Object(("points", points))));
        _partition.Execute(new OpBatch(Map, new WriterId("node1", "w"), _number - 1, 1_700_000_000_000, [op]), _user, 1_700_000_000_000 + _number);
        Assert.NotNull(_partition.Seal(1_700_000_000_000 + _number));
        _partition.Publish();
    }
}
