using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using TopGun.Server.Storage;
using TopGun.Server.Tests.Storage;
using PartitionTable = TopGun.Server.Maps.PartitionTable;

namespace TopGun.Server.Tests.Sessions;

/// <summary>All of a server but its transport, its files and its clock.</summary>
internal sealed class SessionBench : IAsyncDisposable
{
    public const string Map = "notes";

    private readonly PartitionTable _partitions;
    private readonly SyncSessions _sessions;

    public SessionBench(Access? access = null, SyncLimits? limits = null)
    {
        Damage = new Maps.DamagedMapStore(new MemoryStore());
        Store = new FaultInjectingStore(Damage);
        var rules = access ?? new Access();
        Limits = limits ?? SyncLimits.Default;
        var settings = new PartitionSettings(new PartitionOptions { Limits = Limits }, RecordCodec.Instance, rules, Time);
        _partitions = new PartitionTable(Store, settings, Log.For<PartitionTable>(), failure => Assert.Fail(failure.ToString()));
        _sessions = new SyncSessions(_partitions, Store, rules, Limits, Settings, Time, Log.For<SyncSessions>());
    }

    public ManualTime Time { get; } = new();

    public ErrorLog Log { get; } = new();

    public FaultInjectingStore Store { get; }

    public Maps.DamagedMapStore Damage { get; }

    public SyncLimits Limits { get; }

    public SessionSettings Settings { get; } = new() { HeartbeatMs = 25_000, PageBytes = 4_096 };

    /// <summary>Opens a stream on which nothing was sent.</summary>
    public Conversation Open(string subject = "alice", TimeSpan? expiresIn = null)
    {
        var stream = new FrameStream();
        var aborted = new CancellationTokenSource();
        var credential = new Credential(Access.User(subject), Time.GetUtcNow() + (expiresIn ?? TimeSpan.FromHours(1)));
        return new Conversation(stream, Task.Run(() => _sessions.RunAsync(credential, stream, aborted.Token)), aborted);
    }

    /// <summary>Opens a stream up to its Welcome.</summary>
    public async Task<Conversation> Connect(string nodeId = "node-1", string subject = "alice", TimeSpan? expiresIn = null, params string[] features)
    {
        var conversation = Open(subject, expiresIn);
        conversation.Stream.Send(Hello(nodeId) with { Features = features });
        await conversation.Stream.Next<Welcome>();
        return conversation;
    }

    public static Hello Hello(string nodeId = "node-1", int min = 1, int max = 1) => new(min, max, nodeId, [], "test 1.0");

    public void Drain() => _sessions.Drain();

    public async ValueTask DisposeAsync()
    {
        _sessions.Drain();
        await _partitions.DisposeAsync();
        Log.Verify();
    }
}
