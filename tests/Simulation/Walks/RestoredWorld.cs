using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Walks;

/// <summary>
/// A map of hundreds of records, a server that forgets removals soon and is restored from backups now and then, and one device whose stream
/// breaks anywhere: what the worlds with few keys can't show, since there a walk is one question.
/// </summary>
internal sealed class RestoredWorld
{
    public const string Map = "notes";

    private const int Keys = 300;
    private const int PageBytes = 2_000;
    private const long RetentionMs = 64_000;
    private const int StepsToRest = 5_000;
    private static readonly Principal User = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);
    private static readonly string[] Modern = [Features.Digest, Features.Resync, Features.Progress, Features.Groups, Features.Ttl];

    private readonly Dice _dice;
    private readonly PartitionOptions _options = new() { TombstoneRetentionMs = RetentionMs };
    private readonly MemoryReplicaStore _disk = new("node1");

    // Ops that were in the device's log when the server forgot what came after a backup. Of those nothing may be lost without a word.
    private readonly Dictionary<string, ulong> _watched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mine = new(StringComparer.Ordinal);
    private SimStore _store = new();
    private SimStore? _backup;
    private Partition _partition;
    private Replica _replica;
    private ReplicaSession? _client;
    private ServerSession? _server;
    private readonly Queue<ServerFrame> _down = new();
    private string _otherSuffix = "o1";
    private long _otherNumber;
    private long _nowMs = 1_700_000_000_000;
    private int _values;

    public RestoredWorld(ulong seed)
    {
        _dice = new Dice(seed);
        _partition = Take();
        _replica = new Replica(_disk, RecordCodec.Instance, _dice.Bits);
        for (var i = 0; i < Keys; i++) Write(new ReplaceWrite($"key-{i}", WriteBase.Unknown, Value.Object(("v", ++_values))));
    }

    /// <summary>Walks that came to their end after a Reset, by why it came.</summary>
    public Dictionary<ResetReason, int> Ended { get; } = [];

    /// <summary>Streams that ended within a walk.</summary>
    public int Interrupted { get; private set; }

    private ClockReading Now => new(_nowMs, _nowMs - 1_600_000_000_000, "boot");

    public void Run()
    {
        Rest(Modern);
        for (var season = 0; season < 3; season++) PassSeason();
        Rest(Modern);
        Check();
    }

    private void PassSeason()
    {
        Cut();
        if (_dice.Percent(60)) _backup = _store.Copy();
        for (var i = _dice.Below(40); i > 0; i--) WriteSomething();
        if (_dice.Percent(60)) Rest(Modern);
        Cut();
        for (var i = _dice.Below(60); i > 0; i--) WriteSomething();
        for (var i = _dice.Below(6); i > 0; i--) WriteOwn();
        if (_dice.Percent(80)) Forget();
        if (_backup is { } backup && _dice.Percent(40)) Restore(backup);

        // Back over a network that breaks, to servers that know more and less, while both sides write.
        for (var stream = _dice.Below(5); stream >= 0; stream--)
        {
            Connect(_dice.Percent(80) ? Modern : _dice.Percent(50) ? [Features.Digest, Features.Groups, Features.Ttl] : [Features.Groups, Features.Ttl]);
            for (var step = _dice.Below(40); step >= 0; step--)
            {
                Exchange();
                if (_dice.Percent(10)) WriteSomething();
                if (_dice.Percent(5)) WriteOwn();
                if (_dice.Percent(2)) Forget();
            }

            Cut();
        }
    }

    private void Rest(string[] features)
    {
        Connect(features);
        for (var i = 0; i < StepsToRest; i++)
        {
            var moved = Exchange();
            if (!moved && _client!.IsSynced && _replica.UnsettledCount == 0 && _disk.Load().Ops.Count == 0) return;
        }

        throw new InvariantBrokenException("Quiescence", $"The device is at {_replica.MapOf(Map)}, the server at {_partition.Committed.Head}, with {_disk.Load().Ops.Count} ops in the log.");
    }

    private void Connect(string[] features)
    {
        Cut();
        _client = new ReplicaSession(_replica, [Map], "simulation");
        _ = _client.Next(Now);
        _server = new ServerSession(User, "node1", _options.Limits, new Rules(), RecordCodec.Instance, features.Contains(Features.Digest) ? Modern : []);
        _down.Enqueue(new Welcome(1, features, _options.Limits, _nowMs, "ann", 25_000));
    }

    private void Cut()
    {
        if (_client is not null && _replica.MapOf(Map).IsWalking) Interrupted++;
        (_client, _server) = (null, null);
        _down.Clear();
        // Nothing but the disk survives.
        if (_dice.Percent(50)) _replica = new Replica(_disk, RecordCodec.Instance, _dice.Bits);
    }

    // Whether anything happened.
    private bool Exchange()
    {
        _nowMs += 5;
        var moved = false;
        if (_client!.Next(Now) is { } up)
        {
            moved = true;
            switch (up)
            {
                case Subscribe subscribe: Assert.Null(_server!.Receive(subscribe)); break;
                case Unsubscribe unsubscribe: _server!.Receive(unsubscribe); break;
                case DigestRequest request: _server!.Receive(request); break;
                case Ping ping: _down.Enqueue(new Pong(ping.Nonce, _nowMs)); break;
                case OpBatch batch:
                    _server!.Receive(batch);
                    var receipt = _partition.Execute(batch, User, _nowMs);
                    Commit();
                    _server.Answer(receipt);
                    break;
            }
        }

        if (_down.Count == 0)
            foreach (var frame in _server!.Pull(Map, _partition.Committed, PageBytes).Read()) _down.Enqueue(WireMapping.Travel(frame));
        if (!_down.TryDequeue(out var down)) return moved;
        var before = _replica.MapOf(Map);
        _client.Receive(down, Now);
        if (before.IsWalking && _replica.MapOf(Map) is { IsWalking: false, Resetting: ResetReason.None })
        {
            Ended[before.Resetting] = Ended.GetValueOrDefault(before.Resetting) + 1;
            if (_replica.MapOf(Map).Cursor.Version == _partition.Committed.Head) CheckEqual();
        }

        return true;
    }

    private void WriteSomething()
    {
        var key = $"key-{_dice.Below(Keys)}";
        Write(_dice.Percent(40) ? new RemoveWrite(key, WriteBase.Unknown) : new ReplaceWrite(key, WriteBase.Unknown, Value.Object(("v", ++_values))));
    }

    // Another device's write, which no stream of this one carries.
    private void Write(Write write)
    {
        _nowMs += 7;
        var op = new Op(++_otherNumber, _dice.Bits(), _nowMs, 0, [new OpWrite(write, null)]);
        _partition.Execute(new OpBatch(Map, new WriterId("node2", _otherSuffix), _otherNumber - 1, _nowMs, [op]), User, _nowMs);
        Commit();
    }

    private void WriteOwn()
    {
        var key = _dice.Percent(50) ? $"key-{_dice.Below(Keys)}" : $"mine-{++_values}";
        var value = _dice.Percent(20) ? null : Value.Object(("mine", ++_values));
        var op = _replica.Set(Map, key, value, Now);
        if (value is not null && _mine.Add(key) && key.StartsWith("mine", StringComparison.Ordinal)) _watched[key] = op.OpId;
    }

    private void Forget()
    {
        // What is noted of time is coarse.
        _nowMs += RetentionMs / 32;
        Collect();
        _nowMs += RetentionMs + 1;
        while (Collect())
        {
        }
    }

    private bool Collect()
    {
        var hasMore = _partition.Collect(Map, _nowMs, 100);
        Commit();
        return hasMore;
    }

    private void Restore(SimStore backup)
    {
        Cut();
        // What left the log before was shown as the server's, and is nobody's op any more.
        HashSet<ulong> logged = [.. _disk.Load().Ops.Select(op => op.OpId)];
        foreach (var (key, op) in _watched.ToArray())
            if (!logged.Contains(op)) _watched.Remove(key);
        _store = backup.Copy();
        _partition = Take();
        (_otherSuffix, _otherNumber) = ($"o{_dice.Bits() % 1_000_000}", 0);
    }

    private Partition Take()
    {
        var id = PartitionId.Of(Map);
        var epoch = _dice.Bits() | 1;
        var partition = new Partition(id, _store.Take(id, epoch), epoch, _options, RecordCodec.Instance, new Rules());
        partition.Load(_store.Load(Map));
        return partition;
    }

    private void Commit()
    {
        if (_partition.Seal(_nowMs) is not { } commit) return;
        _store.Commit(commit);
        _partition.Publish();
    }

    private void Check()
    {
        CheckEqual();
        HashSet<ulong> inbox = [.. _replica.Rejections.Select(rejection => rejection.OpId)];
        foreach (var (key, op) in _watched)
            if (_partition.Committed.ReadLive(Map, key) is null && !inbox.Contains(op)) throw new InvariantBrokenException("NothingSwallowed", $"{key} is neither on the server nor in the inbox.");
    }

    private void CheckEqual()
    {
        var held = _disk.Scan(Map, null, int.MaxValue).Where(record => record.IsLive).ToDictionary(record => record.Key);
        foreach (var record in _partition.Committed.ReadAll(Map))
        {
            if (_partition.Committed.ReadLive(Map, record.Key) is null) continue;
            if (!held.Remove(record.Key, out var copy)) throw new InvariantBrokenException("Convergence", $"{record.Key} is missing; the server has it at {record.Version}.");
            if (copy.Version != record.Version || !copy.Bytes.Span.SequenceEqual(record.Bytes.Span))
                throw new InvariantBrokenException("Convergence", $"{record.Key} is held at {copy.Version}; the server has it at {record.Version}.");
        }

        if (held.Count > 0) throw new InvariantBrokenException("Convergence", $"{held.Count} records are held that the server does not have, {held.Keys.First()} among them.");
    }
}
