using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>What is remembered of one writer on one map: its last number and the results that it has not confirmed.</summary>
/// <remarks>
/// Immutable but for <see cref="Take"/>: the committed row is changed only by a commit that is durable.
/// Every number from <see cref="SettledThrough"/> + 1 to <see cref="Last"/> has its result here.
/// </remarks>
internal sealed class WriterRow
{
    // Trimmed from the front in larger steps, so that confirming one result does not move all others.
    private const int TrimStep = 256;

    private readonly List<OpResult> _results = [];
    private int _trimmed;

    public long Last { get; private set; }

    public long SettledThrough { get; private set; }

    public long LastMillis { get; private set; }

    public ushort LastCounter { get; private set; }

    /// <summary>When it was last heard of, in milliseconds of server time.</summary>
    public long SeenMs { get; private set; }

    public OpResult? Find(long number)
    {
        if (number <= SettledThrough || number > Last) return null;
        var index = _results.Count - 1 - (int)(Last - number);
        return index >= _trimmed ? _results[index] : null;
    }

    /// <summary>The results after a number, at most so many.</summary>
    public IEnumerable<OpResult> After(long number, int most)
    {
        var first = Math.Max(_trimmed, _results.Count - (int)Math.Min(_results.Count, Last - Math.Max(number, SettledThrough)));
        for (var i = first; i < _results.Count && most > 0; i++, most--) yield return _results[i];
    }

    /// <summary>Takes over what a durable commit did to the row.</summary>
    public void Take(WriterChange change)
    {
        // A writer that jumped ahead because a restored server did not know what it had settled has no results before that.
        if (change.Results.Count > 0 && change.Results[0].Number != Last + 1)
        {
            _results.Clear();
            _trimmed = 0;
        }

        _results.AddRange(change.Results);
        Last = change.Last;
        SettledThrough = change.SettledThrough;
        LastMillis = change.LastMillis;
        LastCounter = change.LastCounter;
        SeenMs = change.SeenMs;

        var kept = (int)Math.Min(_results.Count, Last - SettledThrough);
        _trimmed = _results.Count - kept;
        if (_trimmed < TrimStep && kept > 0) return;
        _results.RemoveRange(0, _trimmed);
        _trimmed = 0;
        if (_results.Count == 0) _results.TrimExcess();
    }
}
