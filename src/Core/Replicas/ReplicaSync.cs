using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>The server's side of a replica.</summary>
internal sealed class ReplicaSync
{
    private readonly ReplicaImage _image;

    public ReplicaSync(ReplicaImage image, ReplicaWriters writers)
    {
        _image = image;
        Views = new ReplicaViews(image);
        Inbox = new ReplicaInbox(image);
        Ops = new ReplicaOps(image, writers, Inbox);
        Results = new ReplicaResults(image, Views, Ops, Inbox, Server, Poison);
        Lost = new LostRecords(image, Inbox);
        Wholes = new ReplicaWholes(image, Views, Lost, Server);
        Parts = new ReplicaParts(image, Views, Inbox, Lost, Server);
        Asking = new PartAsking(image, Views, Parts);
        Repair = new ReplicaRepair(image, Lost);
    }

    public SyncLimits Limits { get; private set; } = SyncLimits.Default;

    /// <summary>Which writes the server takes.</summary>
    public ServerFeatures Server { get; } = new();

    /// <summary>What ends streams.</summary>
    public PoisonSearch Poison { get; } = new();

    public string NodeId => _image.NodeId;

    /// <summary>Maps that have ops without a result.</summary>
    public IEnumerable<string> UnsettledMaps => _image.Logs.Where(log => log.Value.UnsettledCount > 0).Select(log => log.Key);

    /// <summary>Which ops have been shown by which views.</summary>
    public ReplicaViews Views { get; }

    /// <summary>What became of ops that did not come into effect.</summary>
    public ReplicaInbox Inbox { get; }

    /// <summary>Ops without a result.</summary>
    public ReplicaOps Ops { get; }

    /// <summary>What comes of ops.</summary>
    public ReplicaResults Results { get; }

    /// <summary>What a restored server has lost.</summary>
    public LostRecords Lost { get; }

    /// <summary>The maps that are held as a whole.</summary>
    public ReplicaWholes Wholes { get; }

    /// <summary>The parts of maps.</summary>
    public ReplicaParts Parts { get; }

    /// <summary>How parts are asked for.</summary>
    public PartAsking Asking { get; }

    /// <summary>Puts right what a digest walk finds.</summary>
    public ReplicaRepair Repair { get; }

    public MapLog Log(string map) => _image.Log(map);

    public MapReplica MapOf(string map) => _image.MapOf(map);

    /// <summary>Learns to whom the replica belongs, what its server accepts and what time it has.</summary>
    /// <returns>Whether the server's time was news.</returns>
    /// <exception cref="SyncException">The replica belongs to another user.</exception>
    public bool Meet(Welcome welcome, ClockReading reading, long roundTripMs)
    {
        if (_image.Subject is { } owner && owner != welcome.Subject)
            throw new SyncException(
                ErrorCode.NodeIdTaken,
                $"This replica belongs to user {owner}; the token is of user {welcome.Subject}. Open a replica of its own for each user.");

        Limits = welcome.Limits;
        Server.Learn(welcome);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.Subject = _image.Subject is null ? welcome.Subject : null;
        step.Change.Time = Measured(reading, welcome.ServerTimeMs, roundTripMs);
        _image.Commit(step);
        if (Server.LacksAny) Ops.GiveUpUnsupported(Server);
        return step.Change.Time is not null;
    }

    /// <summary>Learns the server's time.</summary>
    /// <param name="reading">The device's clocks when the answer came.</param>
    /// <param name="saidMs">What the server said.</param>
    /// <param name="roundTripMs">How long the answer took since it was asked for.</param>
    public void Learn(ClockReading reading, long saidMs, long roundTripMs)
    {
        var step = new ReplicaStep(ChangeOrigin.Remote);
        step.Change.Time = Measured(reading, saidMs, roundTripMs);
        _image.Commit(step);
    }

    /// <summary>
    /// The user may not read a map any more: nothing stays of what the server told of it, and all of what the user wrote (INV-ACC-2).
    /// </summary>
    public void Purge(string map)
    {
        var step = new ReplicaStep(ChangeOrigin.Remote);
        foreach (var op in _image.Log(map).Settled) step.Drop(op);
        Inbox.Purge(step, map);
        Lost.Purge(step, map);
        Wholes.Purge(step, map);
        Parts.Purge(step, map);
        _image.Commit(step);
    }

    // The server read its clock somewhere within the round trip, which is long when the answer had to wait behind a page. What is
    // known and lies within it is as good, or better. Null when there is no news: each heartbeat says it anew, and a write to the
    // device's storage has a price.
    private ServerTime? Measured(ClockReading reading, long saidMs, long roundTripMs)
    {
        const int WorthStoringMs = 5;
        const int WallWorthStoringMs = 50;
        var serverMs = saidMs + roundTripMs / 2;
        foreach (var boot in _image.Time.Boots)
        {
            if (boot.BootId != reading.BootId) continue;
            var known = reading.MonotonicMs + boot.MonotonicToServerMs;
            var fits = known >= saidMs && known <= saidMs + roundTripMs;
            if (!fits && Math.Abs(known - serverMs) >= WorthStoringMs) continue;
            // A wall clock that was set in the meantime is news too: the next boot may have nothing else to go by.
            if (Math.Abs(reading.WallMs + boot.WallToServerMs - known) < WallWorthStoringMs) return null;
            if (fits) serverMs = known;
        }

        return _image.Time.Learn(reading, serverMs);
    }
}
