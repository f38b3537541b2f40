using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Server.Maps;
using TopGun.Server.Resolvers;
using TopGun.Server.Resolvers.Registering;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>Rules at work in the executor of a partition, over a store and over restarts.</summary>
public sealed class GuardedServerTests : IMapAccess
{
    private const string Map = "seats";

    private readonly MemoryStore _store = new();
    private readonly TestMeters _meters = new();
    private readonly ServerResolvers _rules = new();

    public GuardedServerTests() => _rules.Add(Map, BuiltInResolvers.FirstWriteWins(new() { Reason = "This seat is taken." }));

    [Fact]
    public async Task One_of_two_gets_the_seat_and_a_repeat_after_a_restart_gets_the_same_answers()
    {
        await using (var executor = Start()) await Task.WhenAll(Book(executor, "alice"), Book(executor, "bob"));

        await using var restarted = Start();
        BatchReceipt[] repeats = [await Book(restarted, "alice"), await Book(restarted, "bob")];

        Assert.All(repeats, receipt => Assert.Equal(1, receipt.RepeatFrom));
        OpResult[] results = [ResultOf(restarted, "alice"), ResultOf(restarted, "bob")];
        var winner = Assert.Single(results, result => result.Code == OpResultCode.Applied);
        var loser = Assert.Single(results, result => result.Code == OpResultCode.MergeRejected);
        Assert.Equal(("FIRST_WRITE_WINS", "This seat is taken."), (loser.Resolver, loser.Reason));
        var record = restarted.Read(partition => partition.Read(Map, "A1"))!.Value;
        var owner = RecordCodec.Instance.Decode(record.Bytes.Span).ToValue();
        Assert.Equal(Value.Of(winner == results[0] ? "alice" : "bob"), owner);
    }

    [Fact]
    public async Task A_rule_holds_against_who_comes_first_after_a_restart()
    {
        await using (var executor = Start()) await Book(executor, "alice");

        await using var restarted = Start();
        await Book(restarted, "bob");

        Assert.Equal(OpResultCode.MergeRejected, ResultOf(restarted, "bob").Code);
    }

    public bool Allows(Principal principal, string map, MapAction action) => true;

    private PartitionExecutor Start()
    {
        var settings = new PartitionSettings(
            new PartitionOptions(), RecordCodec.Instance, this, TimeProvider.System, Configured());
        return new PartitionExecutor(PartitionId.Of(Map), _store, settings, NullLogger.Instance, failure => throw failure);
    }

    private ConfiguredResolvers Configured() => new(_rules, new ResolverForge(_rules.Engine, _rules.ScriptLimits, TimeProvider.System), new ResolverMetrics(_meters), TimeProvider.System, NullLogger<ConfiguredResolvers>.Instance);

    private static Task<BatchReceipt> Book(PartitionExecutor executor, string user)
    {
        var done = new TaskCompletionSource<BatchReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var op = new Op(1, 77, 1_000, 0, null, new ValueWrite("A1", WriteBase.Absent, user));
        Assert.True(executor.Post(new BatchWork(new OpBatch(Map, WriterOf(user), 0, now, [op]), GuardedMap.User(user), done.SetResult)));
        return done.Task.WaitAsync(TimeSpan.FromMinutes(2));
    }

    private static OpResult ResultOf(PartitionExecutor executor, string user)
        => executor.Read(partition => partition.ReadResults(Map, WriterOf(user), 0, 10)).Single();

    private static WriterId WriterOf(string user) => new(user, "1");
}
