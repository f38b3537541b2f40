namespace TopGun.Server.Maps;

/// <summary>The writes that wait to be judged in a partition, and whose they are: what waits is bounded, and nobody can fill the room of all. Safe for many threads at once.</summary>
/// <remarks>
/// A user may have so many waiting as there is room left. One alone gets half of it, two a third each, and there is always some left for who comes new: whoever floods the
/// server is held back while others are not. It takes no list of users and no share that somebody has to set (Choudhury and Hahne, "Dynamic queue length thresholds for
/// shared-memory packet switches", 1998).
/// </remarks>
/// <param name="maxOps">From so many writes on no more are taken.</param>
/// <param name="maxBytes">From so many bytes of writes on no more are taken.</param>
internal sealed class WaitingWrites(long maxOps, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Ops, long Bytes)> _ofUsers = new(StringComparer.Ordinal);
    private long _ops;
    private long _bytes;

    /// <summary>Whether a user may hand over more (INV-LIM-3).</summary>
    public bool HasRoom(string subject)
    {
        lock (_gate)
        {
            var mine = _ofUsers.GetValueOrDefault(subject);
            return mine.Ops < maxOps - _ops && mine.Bytes < maxBytes - _bytes;
        }
    }

    /// <summary>Takes a place for writes that are about to be read.</summary>
    /// <returns>Null where the user may not hand over more.</returns>
    public WaitingPlace? TryEnter(string subject, long ops, long bytes)
    {
        lock (_gate)
        {
            if (!HasRoom(subject)) return null;
            Count(subject, ops, bytes);
            return new WaitingPlace(this, subject, ops, bytes);
        }
    }

    /// <summary>Gives a place back.</summary>
    public void Leave(string subject, long ops, long bytes) => Count(subject, -ops, -bytes);

    /// <summary>Work begins to wait.</summary>
    public void Add(PartitionWork work) => Count(work.Subject, work.Weight, work.Bytes);

    /// <summary>Work waits no more.</summary>
    public void Remove(PartitionWork work) => Count(work.Subject, -work.Weight, -work.Bytes);

    private void Count(string? subject, long ops, long bytes)
    {
        lock (_gate)
        {
            _ops += ops;
            _bytes += bytes;
            if (subject is null) return;
            var mine = _ofUsers.GetValueOrDefault(subject);
            mine = (mine.Ops + ops, mine.Bytes + bytes);
            // Only who waits costs memory.
            if (mine == default) _ofUsers.Remove(subject);
            else _ofUsers[subject] = mine;
        }
    }
}
