using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Partitions;

/// <summary>A writer's row on top of what is committed: the numbers used and the results given since.</summary>
internal sealed class WriterDraft(string map, WriterId writer)
{
    private readonly List<OpResult> _results = [];

    public WriterId Writer { get; } = writer;

    /// <summary>Whether there is anything to commit.</summary>
    public bool IsChanged { get; private set; }

    public long Last { get; private set; }

    public long SettledThrough { get; private set; }

    public HlcTimestamp LastAt { get; private set; }

    /// <summary>Whether nothing is known of the writer from here on.</summary>
    public bool IsForgotten => IsChanged && Last == 0;

    /// <summary>The row of a writer that is forgotten.</summary>
    public static WriterDraft Forgetting(string map, WriterId writer) => new(map, writer) { IsChanged = true, LastAt = new HlcTimestamp(0, 0, writer.ClockName) };

    public static WriterDraft Over(string map, WriterId writer, WriterRow? row) => new(map, writer)
    {
        Last = row?.Last ?? 0,
        SettledThrough = row?.SettledThrough ?? 0,
        LastAt = new HlcTimestamp(row?.LastMillis ?? 0, row?.LastCounter ?? 0, writer.ClockName),
    };

    public static WriterDraft Over(string map, WriterDraft below) => new(map, below.Writer)
    {
        Last = below.Last,
        SettledThrough = below.SettledThrough,
        LastAt = below.LastAt,
    };

    /// <summary>Takes the client's word that it holds all results up to a number; numbers that this server never saw count as used.</summary>
    public void Settle(long through)
    {
        IsChanged |= through > SettledThrough;
        // Results stand by their numbers, and after a jump the next one does not follow on the last.
        if (through > Last) _results.Clear();
        Last = Math.Max(Last, through);
        SettledThrough = Math.Max(SettledThrough, through);
    }

    public void Record(OpResult result)
    {
        IsChanged = true;
        Last = result.Number;
        _results.Add(result);
    }

    public void Signed(HlcTimestamp at) => LastAt = at;

    public OpResult? Find(long number)
    {
        if (number <= SettledThrough || number > Last) return null;
        // From the end: before it there may be a gap, which a writer leaves that has settled more than this server knew.
        var index = _results.Count - 1 - (Last - number);
        return index >= 0 ? _results[(int)index] : null;
    }

    public WriterChange ToChange(long seenMs)
        => new(map, Writer, Last, SettledThrough, LastAt.Millis, LastAt.Counter, seenMs, [.. _results.Where(result => result.Number > SettledThrough)]);
}
