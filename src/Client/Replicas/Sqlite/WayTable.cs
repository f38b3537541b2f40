using TopGun.Client.Connection;
using TopGun.Client.Connection.Ladder;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>How the server was reached last, where the best way did not get through.</summary>
internal sealed class WayTable(SqliteDatabase database)
{
    // Words of a proxy may stand in it.
    private const int MaxReasonChars = 1_000;

    private readonly SqliteStatement _read = database.Prepare("SELECT server, rung, reason, learned_ms FROM way");
    private readonly SqliteStatement _put = database.Prepare("INSERT OR REPLACE INTO way VALUES (1, ?, ?, ?, ?)");
    private readonly SqliteStatement _drop = database.Prepare("DELETE FROM way");

    /// <summary>The way; null when there is none, or none that makes sense: it is but a hint.</summary>
    public KnownWay? Read()
    {
        try
        {
            if (!_read.Read()) return null;
            var (rung, learned) = (_read.Int64(1), _read.Int64(3));
            return rung is >= (int)TransportRung.WebStreaming and <= (int)TransportRung.LongPolling && learned is >= 0 and <= 1L << 47
                ? new KnownWay(_read.Name(0), new RememberedRung((TransportRung)rung, _read.Name(2), DateTimeOffset.FromUnixTimeMilliseconds(learned)))
                : null;
        }
        finally
        {
            _read.Reset();
        }
    }

    public void Put(KnownWay way)
    {
        var reason = way.Rung.Reason;
        _put.BindName(1, way.Address)
            .Bind(2, (long)way.Rung.Rung)
            .BindName(3, reason.Length > MaxReasonChars ? reason[..MaxReasonChars] : reason)
            .Bind(4, way.Rung.LearnedAt.ToUnixTimeMilliseconds())
            .Run();
    }

    public void Drop() => _drop.Run();
}
