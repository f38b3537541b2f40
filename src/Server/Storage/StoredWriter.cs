using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Server.Storage;

/// <summary>The row of one writer on one map, as a sequence of changes leaves it.</summary>
/// <remarks>
/// Taking a change twice is the same as taking it once, as long as the later ones follow again: that lets a fold stop and start
/// anywhere. Not safe for several threads at once.
/// </remarks>
internal sealed class StoredWriter
{
    private readonly Queue<OpResult> _results = [];
    private WriterChange _newest;
    private long _lastResult;

    /// <summary>Makes the row that a first change leaves.</summary>
    public StoredWriter(WriterChange first)
    {
        _newest = first;
        Take(first);
    }

    /// <summary>Takes the next change of the row: its fields replace, its results are added, confirmed ones go.</summary>
    public void Take(WriterChange change)
    {
        if (change.IsForgotten)
        {
            _results.Clear();
            _lastResult = 0;
        }

        foreach (var result in change.Results)
        {
            if (_results.Count > 0 && result.Number <= _lastResult) continue;
            _results.Enqueue(result);
            _lastResult = result.Number;
        }

        while (_results.TryPeek(out var oldest) && oldest.Number <= change.SettledThrough) _results.Dequeue();
        _newest = change;
    }

    /// <summary>Whether the last change was that the row is no longer kept.</summary>
    public bool IsForgotten => _newest.IsForgotten;

    /// <summary>The row as one change that makes it from nothing.</summary>
    public WriterChange ToChange() => _newest with { Results = [.. _results] };
}
