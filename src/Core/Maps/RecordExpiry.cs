using TopGun.Core.Time;

namespace TopGun.Core.Maps;

/// <summary>How a record gets an expiry, and what becomes of it then.</summary>
internal static class RecordExpiry
{
    /// <summary>What a write with a ttl makes of a record, as far as the write came into effect.</summary>
    /// <param name="outcome">What the write made of the record.</param>
    /// <param name="ttlMs">The ttl of the write; null for none.</param>
    /// <param name="nowMs">The server's time.</param>
    public static WriteOutcome Take(WriteOutcome outcome, long? ttlMs, long nowMs)
    {
        if (ttlMs is not { } ttl || outcome.Verdict != WriteVerdict.Applied || !outcome.Record.IsLive) return outcome;
        var record = outcome.Record.Expiring(Math.Min(nowMs + ttl, HlcTimestamp.MaxMillis));
        return outcome with { Record = record, Changed = outcome.Changed || !ReferenceEquals(record, outcome.Record) };
    }

    /// <summary>The timestamp at which a record's expiry removes it: that of its expiry, but above all that stands in it.</summary>
    /// <remarks>Not that of the sweep: what was written since, by who held nothing of the key, is newer than the removal however late that is made.</remarks>
    public static HlcTimestamp RemovedAt(Record record, string clockName)
    {
        var expired = new HlcTimestamp(record.ExpiresAtMs, 0, clockName);
        var newest = record.Newest;
        return expired > newest ? expired : newest.Next(clockName);
    }

    /// <summary>The record after its expiry.</summary>
    public static Record Remove(Record record, HlcTimestamp at) => ServerWrite.Apply(record, null, at).Record;
}
