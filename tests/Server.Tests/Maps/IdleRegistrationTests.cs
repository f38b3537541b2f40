using Microsoft.Extensions.Logging.Abstractions;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Resolvers;
using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Maps;

/// <summary>Rules of clients, and maps that leave memory.</summary>
public sealed class IdleRegistrationTests
{
    private const int TimeLimit = 120_000;
    private const string Ruled = "ruled";
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(10);

    // Where registrations are stored, the rule that comes back can't be made without a source of resolvers, and refuses by that (INV-RES-4).
    [Theory(Timeout = TimeLimit), Trait("Invariant", "INV-RES-3"), Trait("Invariant", "INV-IDL-1")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_rule_is_in_force_however_long_nobody_used_its_map(bool areStored)
    {
        var (time, agenda, store) = (new ManualTime(), new MapAgenda(), new MemoryStore());
        var options = new PartitionOptions { Registrations = new RegistrationOptions { AreStored = areStored } };
        var settings = new PartitionSettings(options, RecordCodec.Instance, new Access(), time, Agenda: agenda);
        await using var partitions = new PartitionTable(store, settings, NullLogger<PartitionTable>.Instance, failure => Assert.Fail(failure.ToString()));
        await using var upkeep = new MapUpkeep(partitions, agenda, store, time, TimeSpan.FromDays(30), Timeout, NullLogger<MapUpkeep>.Instance);
        upkeep.Start();
        await PostAsync(partitions, new TestWriter("other"));
        await RegisterAsync(partitions);

        await time.WhenTimerIsDueIn(MapUpkeep.Pace);
        time.Advance(2 * Timeout);
        await time.WhenTimerIsDueIn(MapUpkeep.Pace);
        string[] left = areStored ? [] : [Ruled];
        while (!partitions.ReadLoaded().SequenceEqual(left)) await Task.Delay(5, TestContext.Current.CancellationToken);

        var writer = new TestWriter(Ruled);
        await PostAsync(partitions, writer);
        var result = Assert.Single(partitions.Of(Ruled).Read(partition => partition.ReadResults(Ruled, writer.Id, 0, 10)));
        Assert.Equal((areStored ? OpResultCode.ResolverFailed : OpResultCode.MergeRejected, "nobody"), (result.Code, result.Resolver));
    }

    private static async Task RegisterAsync(PartitionTable partitions)
    {
        var definition = new ResolverDefinition("nobody", new ScriptRule("return { action: 'reject', reason: 'nobody' };"), 50);
        var made = new DelegateResolver("nobody", 50, new KeyPattern("*"), _ => ResolverDecision.Reject("Nobody writes here."));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Assert.True(partitions.Of(Ruled).Post(new UpkeepWork(
            Ruled, (partition, nowMs) => Assert.IsType<ResolverRegistered>(partition.Register(new RegisterResolver(Ruled, definition), made, Access.Alice, nowMs)), done.SetResult, () => done.SetException(new InvalidOperationException("It can't be stored.")))));
        await done.Task;
    }

    private static async Task PostAsync(PartitionTable partitions, TestWriter writer)
    {
        var done = new TaskCompletionSource<BatchReceipt>(TaskCreationOptions.RunContinuationsAsynchronously);
        var batch = writer.Batch(writer.Set("k", 1));
        Assert.True(partitions.Of(batch.Map).Post(new BatchWork(batch, Access.Alice, done.SetResult)));
        Assert.Null((await done.Task).Stopped);
    }
}
