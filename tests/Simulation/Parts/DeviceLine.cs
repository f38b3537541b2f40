using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Parts;

/// <summary>The stream between a device and a server of one map: each frame goes through the bytes of the contract.</summary>
/// <param name="map">The map.</param>
/// <param name="client">The device's side.</param>
/// <param name="user">Who it is.</param>
/// <param name="limits">What the server announces.</param>
/// <param name="features">What the server names.</param>
/// <param name="execute">Judges and commits a batch; null when that failed, and the stream with it.</param>
internal sealed class DeviceLine(string map, ReplicaSession client, Principal user, SyncLimits limits, string[] features, Func<OpBatch, BatchReceipt?> execute)
{
    private readonly Queue<ServerFrame> _down = new();
    private ServerSession? _server;

    /// <summary>The device's side.</summary>
    public ReplicaSession Client => client;

    /// <summary>Whether the stream has ended.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>Sends something, and takes something.</summary>
    /// <param name="committed">What the server has committed.</param>
    /// <param name="now">What the clocks say; the device's are right.</param>
    /// <param name="pageBytes">Gives how large the next page becomes.</param>
    /// <param name="take">Has the device take a frame.</param>
    /// <returns>Whether anything happened.</returns>
    public bool Talk(CommittedPartition committed, Core.Time.ClockReading now, Func<int> pageBytes, Action<ServerFrame> take)
    {
        var happened = false;
        if (client.Next(now) is { } up)
        {
            happened = true;
            Take(WireMapping.Travel(up, limits), now.WallMs);
            if (IsBroken) return true;
        }

        if (_down.Count == 0 && _server is not null)
        {
            var pulled = _server.Pull(map, committed, pageBytes());
            happened |= !pulled.IsEmpty;
            foreach (var frame in pulled.Read()) _down.Enqueue(frame);
        }

        if (!_down.TryDequeue(out var down)) return happened;
        take(WireMapping.Travel(down));
        return true;
    }

    /// <summary>The device wants to know how far it has come.</summary>
    public void WantProgress() => _server?.WantProgress();

    /// <summary>The stream ends.</summary>
    public void End(CommittedPartition committed) => _server?.End(map, committed);

    private void Take(ClientFrame frame, long nowMs)
    {
        switch (frame)
        {
            case Hello hello:
                _server = new ServerSession(user, hello.NodeId, limits, new Rules(), RecordCodec.Instance, hello.Features);
                _down.Enqueue(new Welcome(1, features, limits, nowMs, user.Subject, 25_000));
                break;
            case OpBatch batch:
                _server!.Receive(batch);
                if (batch.Ops.Count + batch.SettledThrough == 0) break;
                if (execute(batch) is { } receipt) _server.Answer(receipt);
                else IsBroken = true;
                break;
            case Subscribe subscribe: Assert.Null(_server!.Receive(subscribe)); break;
            case Unsubscribe unsubscribe: _server!.Receive(unsubscribe); break;
            case DigestRequest request: _server!.Receive(request); break;
            case Ping ping:
                _down.Enqueue(new Pong(ping.Nonce, nowMs));
                _server!.WantProgress();
                break;
        }
    }
}
