using TopGun.Client.Connection;
using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;

namespace TopGun.Client.Tests.Server;

/// <summary>A server in this process: the real merger and the real sessions, without network, disk and waiting, and open to sabotage.</summary>
/// <remarks>
/// A frame is answered before the call that sends it returns. All frames go through the contract's bytes. Safe for many threads.
/// </remarks>
internal sealed class ScriptedServer : IMapAccess
{
    public const int HeartbeatMs = 25_000;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly List<ScriptedStream> _streams = [];
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private Partition _partition;
    private ulong _epoch = 1;

    public ScriptedServer(TimeProvider time)
    {
        _time = time;
        _partition = new Partition(new PartitionId(0), StoredPartition.Empty, _epoch, new PartitionOptions(), RecordCodec.Instance, this);
    }

    /// <summary>What the server announces.</summary>
    public SyncLimits Limits { get; set; } = SyncLimits.Default;

    /// <summary>What the server says it understands.</summary>
    public IReadOnlyList<string> Features { get; set; } = [Core.Sync.Features.Groups, Core.Sync.Features.Ttl, Core.Sync.Features.Digest, Core.Sync.Features.OrMap, Core.Sync.Features.Counter];

    /// <summary>How large a page of changes becomes.</summary>
    public int PageBytes { get; set; } = 64 << 10;

    /// <summary>Says no to a user; null for yes to everybody.</summary>
    public Func<Principal, string, MapAction, bool> Access { get; set; } = (_, _, _) => true;

    /// <summary>Whether frames vanish without an answer.</summary>
    public bool IsMute { get; set; }

    /// <summary>Looks at each frame before it is taken: false cuts the stream, and the frame never arrived; it may throw an answer.</summary>
    public Func<ClientFrame, bool> Arriving { get; set; } = _ => true;

    /// <summary>Looks at each frame before it leaves: null loses it, and cuts the stream.</summary>
    public Func<ServerFrame, ServerFrame?> Leaving { get; set; } = frame => frame;

    /// <summary>What a connection attempt fails with; null lets it in.</summary>
    public Func<string?, StreamFailure?> Refusing { get; set; } = _ => null;

    /// <summary>The user of a token.</summary>
    public Func<string?, string> Subject { get; set; } = token => token ?? "alice";

    /// <summary>How many streams were begun.</summary>
    public int StreamsBegun { get; private set; }

    /// <summary>The tokens with which streams were begun, in order.</summary>
    public List<string?> Tokens { get; } = [];

    /// <summary>The batches that arrived, in order.</summary>
    public List<OpBatch> Batches { get; } = [];

    /// <summary>The greetings that arrived, in order.</summary>
    public List<Hello> Hellos { get; } = [];

    /// <summary>A client's way here.</summary>
    public ISyncTransport Way() => new ScriptedTransport(this);

    /// <summary>Cuts all streams, as a network does that goes away.</summary>
    public void CutAll(string why = "The network went away.") => EndAll(stream => stream.Cut(new StreamFailure(ConnectionReasonCode.Unreachable, why)));

    /// <summary>Ends all streams with an error frame.</summary>
    public void EndAll(SyncError error) => EndAll(stream =>
    {
        stream.Send(new StreamEnded(error));
        stream.Finish();
    });

    /// <summary>Sends a frame on all streams that were welcomed, whatever it is.</summary>
    public void SendAll(ServerFrame frame)
    {
        lock (_gate)
            foreach (var stream in _streams.Where(stream => stream.Session is not null)) stream.Send(frame);
    }

    /// <summary>The committed version of a key; 0 when there is none.</summary>
    public long VersionOf(string map, string key)
    {
        lock (_gate)
        {
            Load(map);
            return _partition.Committed.Read(map, key)?.Version ?? 0;
        }
    }

    /// <summary>The committed value of a key; null when it is absent.</summary>
    public Value? Get(string map, string key)
    {
        lock (_gate)
        {
            Load(map);
            return _partition.Committed.Read(map, key) is { } record ? RecordCodec.Instance.Decode(record.Bytes.Span).ToValue() : null;
        }
    }

    /// <summary>Forgets everything, as a server does that was restored from an empty backup; a new epoch begins.</summary>
    public void Restore()
    {
        lock (_gate)
        {
            // A client that comes back at once must not find the state that is about to be gone.
            CutAll();
            _partition = new Partition(new PartitionId(0), StoredPartition.Empty, ++_epoch, new PartitionOptions(), RecordCodec.Instance, this);
        }
    }

    /// <summary>Forgets whose the node ids are.</summary>
    public void Forget()
    {
        lock (_gate) _nodes.Clear();
    }

    public bool Allows(Principal principal, string map, MapAction action) => Access(principal, map, action);

    internal ScriptedStream Begin(string? token)
    {
        lock (_gate)
        {
            StreamsBegun++;
            Tokens.Add(token);
            var stream = new ScriptedStream(this, token);
            if (Refusing(token) is { } refusal) stream.Cut(refusal);
            else _streams.Add(stream);
            return stream;
        }
    }

    internal void Receive(ScriptedStream stream, ClientFrame frame)
    {
        lock (_gate)
        {
            if (!_streams.Contains(stream)) throw new StreamFailure(ConnectionReasonCode.Unreachable, "The stream has ended.");
            if (IsMute) return;
            try
            {
                if (!Arriving(frame))
                {
                    End(stream, new StreamFailure(ConnectionReasonCode.Unreachable, "The network went away."));
                    return;
                }

                Take(stream, frame);
            }
            catch (SyncException error)
            {
                stream.Send(new StreamEnded(error.Error));
                stream.Finish();
                _streams.Remove(stream);
            }

            PullAll();
        }
    }

    internal void Leave(ScriptedStream stream)
    {
        lock (_gate) _streams.Remove(stream);
    }

    private void Take(ScriptedStream stream, ClientFrame frame)
    {
        switch (frame)
        {
            case Hello hello: Welcome(stream, hello); break;
            case Ping ping: stream.Send(new Pong(ping.Nonce, NowMs)); break;
            case OpBatch batch:
                Batches.Add(batch);
                Load(batch.Map);
                stream.Session!.Receive(batch);
                var receipt = _partition.Execute(batch, stream.Session.Principal, NowMs);
                if (_partition.Seal(NowMs) is not null) _partition.Publish();
                stream.Maps.Add(batch.Map);
                stream.Session.Answer(receipt);
                break;
            case Subscribe subscribe:
                Load(subscribe.Map);
                if (stream.Session!.Receive(subscribe) is { } ended) stream.Send(ended);
                stream.Maps.Add(subscribe.Map);
                break;
            case DigestRequest request: stream.Session!.Receive(request); break;
            case Unsubscribe unsubscribe: stream.Session!.Receive(unsubscribe); break;
        }
    }

    private void Welcome(ScriptedStream stream, Hello hello)
    {
        Hellos.Add(hello);
        var version = ProtocolVersion.Choose(hello);
        var subject = Subject(stream.Token);
        if (!_nodes.TryAdd(hello.NodeId, subject) && _nodes[hello.NodeId] != subject)
            throw new SyncException(ErrorCode.NodeIdTaken, $"Node {hello.NodeId} belongs to another user.");

        stream.Session = new ServerSession(new Principal(subject, new HashSet<string>(), ObjectValue.Empty), hello.NodeId, Limits, this, RecordCodec.Instance, hello.Features);
        stream.Send(new Welcome(version, Features, Limits, NowMs, subject, HeartbeatMs));
    }

    private void PullAll()
    {
        foreach (var stream in _streams.ToArray())
            foreach (var map in stream.Maps)
                while (_streams.Contains(stream) && stream.Session!.Pull(map, _partition.Committed, PageBytes) is { IsEmpty: false } pulled)
                    SendAll(stream, pulled.Read());
    }

    private void SendAll(ScriptedStream stream, IReadOnlyList<ServerFrame> frames)
    {
        foreach (var frame in frames)
        {
            if (Leaving(frame) is not { } leaving)
            {
                End(stream, new StreamFailure(ConnectionReasonCode.Unreachable, "The network went away."));
                return;
            }

            stream.Send(leaving);
        }
    }

    private void EndAll(Action<ScriptedStream> end)
    {
        lock (_gate)
        {
            foreach (var stream in _streams) end(stream);
            _streams.Clear();
        }
    }

    private void End(ScriptedStream stream, StreamFailure why)
    {
        stream.Cut(why);
        _streams.Remove(stream);
    }

    private void Load(string map)
    {
        if (!_partition.Committed.IsLoaded(map)) _partition.Load(new StoredMap(map, [], []));
    }

    private long NowMs => _time.GetUtcNow().ToUnixTimeMilliseconds();
}
