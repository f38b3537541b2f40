using TopGun.Client.Connection;
using TopGun.Client.Connection.Ladder;
using TopGun.Client.Replicas.Sqlite;
using TopGun.Client.Tests.Replicas;
using TopGun.Core.Replicas;

namespace TopGun.Client.Tests.Connection;

/// <summary>Applications that end and start again in a network that does not pass the best way.</summary>
public sealed class DurableRungsTests : IAsyncDisposable
{
    private const string File = "replica.db";
    private const string Here = "http://server";

    private static readonly StreamFailure NoHttp2 = new(ConnectionReasonCode.NotTopGun, "No HTTP/2 here.") { MayBeWay = true };

    private readonly Bench _bench = new();
    private readonly List<TransportRung> _tried = [];
    private bool _passesHttp2;

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task They_begin_with_the_way_that_worked()
    {
        await RunAsync();
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);

        var state = await RunAsync();
        Assert.Equal([TransportRung.WebStreaming], _tried);
        Assert.Equal((TransportRung.WebStreaming, "Streaming: No HTTP/2 here."), (state.Rung, state.RungReason));
    }

    [Fact]
    public async Task They_try_the_best_way_a_day_after_it_failed_however_often_they_start()
    {
        await RunAsync();
        _bench.Time.Advance(TimeSpan.FromHours(12));
        await RunAsync();
        Assert.Equal([TransportRung.WebStreaming], _tried);
        _bench.Time.Advance(TimeSpan.FromHours(12));
        await RunAsync();
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);

        // From then it is another day.
        _bench.Time.Advance(TimeSpan.FromHours(23));
        await RunAsync();
        Assert.Equal([TransportRung.WebStreaming], _tried);
    }

    [Fact]
    public async Task The_day_goes_on_where_it_was_while_they_run()
    {
        await RunAsync();
        _bench.Time.Advance(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(10));
        await using var client = Open();
        await client.StateAsync(state => state is { Phase: ConnectionPhase.Synced, Rung: TransportRung.WebStreaming });
        _passesHttp2 = true;
        _bench.Time.Advance(TimeSpan.FromSeconds(10));
        await client.StateAsync(state => state is { IsConnected: true, Rung: TransportRung.Streaming });
    }

    [Fact]
    public async Task What_works_again_is_tried_first_again()
    {
        await RunAsync();
        _passesHttp2 = true;
        await using (var client = Open())
        {
            await client.StateAsync(state => state is { Phase: ConnectionPhase.Synced, Rung: TransportRung.WebStreaming });
            client.ReconnectNow();
            await client.StateAsync(state => state is { Phase: ConnectionPhase.Synced, Rung: TransportRung.Streaming });
        }

        _passesHttp2 = false;
        await RunAsync();
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);
    }

    [Fact]
    public async Task What_was_learned_of_one_server_is_not_believed_of_another()
    {
        await RunAsync();
        await RunAsync("http://elsewhere");
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);
        await RunAsync("HTTP://Elsewhere");
        Assert.Equal([TransportRung.WebStreaming], _tried);
    }

    [Fact]
    public async Task A_clock_that_was_set_back_does_not_hold_them_down()
    {
        Keep(new KnownWay(Here, new RememberedRung(TransportRung.LongPolling, "Once.", _bench.Time.GetUtcNow() + TimeSpan.FromDays(400))));
        await RunAsync();
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);
    }

    [Fact]
    public async Task A_client_in_the_same_process_passes_on_what_it_knows()
    {
        var process = new RungMemory();
        await RunAsync(process: process, file: null);
        await RunAsync(process: process);
        Assert.Equal([TransportRung.WebStreaming], _tried);

        // It was not the one that found out, and yet its file knows.
        await RunAsync();
        Assert.Equal([TransportRung.WebStreaming], _tried);
    }

    [Fact]
    public void What_the_process_knows_counts_where_it_is_newer()
    {
        var (older, newer) = (Rung(TransportRung.LongPolling, hours: 0), Rung(TransportRung.WebStreaming, hours: 1));
        Keep(new KnownWay(Here, older));
        Assert.Equal(newer, Found(newer));
        Keep(new KnownWay(Here, newer));
        Assert.Equal(newer, Found(older));

        RememberedRung? Found(RememberedRung known)
        {
            var process = new RungMemory();
            process.Remember(Here, known);
            using var store = Store();
            return new DurableRungs(process, store, null!).Find(Here);
        }
    }

    [Fact]
    public void A_way_is_read_as_it_was_written_and_one_that_makes_no_sense_is_none()
    {
        var way = new KnownWay(Here, Rung(TransportRung.LongPolling, hours: 3) with { Reason = "WebStreaming: ☕\0" });
        Keep(way);
        Assert.Equal(way, Kept());
        Keep(way with { Rung = way.Rung with { Reason = new string('x', 5_000) } });
        Assert.Equal(1_000, Kept()!.Rung.Reason.Length);
        foreach (var nonsense in (string[])["rung = 1", "rung = 4", "rung = 'x'", "learned_ms = -1", "learned_ms = 9223372036854775807"])
        {
            Keep(way);
            using (var file = ReplicaFile.Open(_bench.PathOf(File), "n")) file.Database.Execute($"UPDATE way SET {nonsense}");
            Assert.Null(Kept());
        }

        Keep(null);
        Assert.Null(Kept());
    }

    [Fact]
    public async Task A_disk_that_does_not_keep_it_ends_no_conversation()
    {
        var state = await RunAsync(store: new FullDisk(new MemoryReplicaStore("n")));
        Assert.Equal(TransportRung.WebStreaming, state.Rung);
    }

    [Fact]
    public async Task A_file_from_before_there_were_ways_gets_one()
    {
        await RunAsync();
        OlderFile.Make(_bench.PathOf(File), 5);
        await RunAsync();
        Assert.Equal([TransportRung.Streaming, TransportRung.WebStreaming], _tried);
        await RunAsync();
        Assert.Equal([TransportRung.WebStreaming], _tried);
    }

    // One life of the application, from its start until it is in step: what its process knew is gone with it.
    private async Task<ConnectionState> RunAsync(string server = Here, string? file = File, RungMemory? process = null, IReplicaStore? store = null)
    {
        _tried.Clear();
        await using var client = Open(server, file, process, store);
        return await client.PhaseAsync(ConnectionPhase.Synced);
    }

    private TopGunClient Open(string server = Here, string? file = File, RungMemory? process = null, IReplicaStore? store = null)
        => _bench.Open(new TopGunClientOptions
        {
            Way = new RungWay(_bench.Server, rung => rung == TransportRung.Streaming && !_passesHttp2 ? NoHttp2 : null, _tried),
            Server = server,
            Token = "alice",
            ReplicaFile = file is null || store is not null ? null : _bench.PathOf(file),
            Store = store,
            Rungs = process ?? new RungMemory(),
            TimeProvider = _bench.Time,
            Random = _bench.NextRandom,
        });

    private RememberedRung Rung(TransportRung rung, int hours) => new(rung, "Once.", DateTimeOffset.UnixEpoch + TimeSpan.FromHours(hours));

    private SqliteReplicaStore Store()
    {
        var store = SqliteReplicaStore.Open(_bench.PathOf(File), "n");
        store.Load();
        return store;
    }

    private void Keep(KnownWay? way)
    {
        using var store = Store();
        store.PutWay(way);
    }

    private KnownWay? Kept()
    {
        using var store = Store();
        return store.LoadedWay;
    }

    private sealed class FullDisk(IReplicaStore inner) : IReplicaStore, IWayStore
    {
        public KnownWay? LoadedWay => null;

        public void PutWay(KnownWay? way) => throw new TopGunClientException(ClientError.ReplicaFailed, "The disk is full.");

        public ReplicaState Load() => inner.Load();

        public ReplicaRecord? Find(string map, string key) => inner.Find(map, key);

        public IReadOnlyList<ReplicaRecord> Scan(string map, string? after, int most) => inner.Scan(map, after, most);

        public IPartStore Parts => inner.Parts;

        public void Commit(ReplicaChange change) => inner.Commit(change);

        public void Dispose() => inner.Dispose();
    }
}
