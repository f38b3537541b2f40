using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>When versions were committed, coarsely: some 64 marks over the time for which tombstones are kept.</summary>
internal sealed class TimeMarks(IEnumerable<TimeMark> stored, long retentionMs)
{
    private const int PerRetention = 64;

    private readonly List<TimeMark> _marks = [.. stored];

    /// <summary>The newest mark that is older than the time for which tombstones are kept; null when there is none.</summary>
    public TimeMark? Horizon(long nowMs) => _marks.FindLast(mark => mark.AtMs <= nowMs - retentionMs) is { Version: > 0 } mark ? mark : null;

    /// <summary>The mark that is due, when there is something new to mark; null when it is not.</summary>
    public TimeMark? Due(long nowMs, long version, HlcTimestamp clock)
        => version > 0 && (_marks.Count == 0 || (version > _marks[^1].Version && nowMs >= _marks[^1].AtMs + Math.Max(1, retentionMs / PerRetention)))
            ? new TimeMark(nowMs, version, clock)
            : null;

    /// <summary>Takes a mark that is durable, and forgets those that it makes needless.</summary>
    public void Take(TimeMark mark)
    {
        _marks.Add(mark);
        if (_marks.FindLastIndex(known => known.AtMs <= mark.AtMs - retentionMs) is > 0 and var needless) _marks.RemoveRange(0, needless);
    }
}
