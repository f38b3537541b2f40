using TopGun.Core.Sync;

namespace TopGun.Core.Partitions;

/// <summary>Counts how often an op could not be judged because a resolver was unavailable. Nobody waits for ever: the third time is the last.</summary>
/// <remarks>Only the next op of a writer on a map can be stalled. What is counted is not stored; a new owner begins at none.</remarks>
internal sealed class StalledOps
{
    private const int MostAttempts = 3;

    // Writers that stalled and never came back. When there are so many, all begin to count again.
    private const int MostKept = 1_000;

    private readonly Dictionary<(string Map, WriterId Writer), (ulong OpId, int Attempts)> _stalled = [];

    /// <summary>Counts one more attempt at an op, and says whether it is to be given up.</summary>
    public bool IsLastAttempt(string map, WriterId writer, ulong opId)
    {
        var known = _stalled.GetValueOrDefault((map, writer));
        var attempts = known.OpId == opId ? known.Attempts + 1 : 1;
        if (attempts >= MostAttempts)
        {
            _stalled.Remove((map, writer));
            return true;
        }

        if (_stalled.Count >= MostKept) _stalled.Clear();
        _stalled[(map, writer)] = (opId, attempts);
        return false;
    }

    /// <summary>The writer's op was judged.</summary>
    public void Passed(string map, WriterId writer)
    {
        if (_stalled.Count > 0) _stalled.Remove((map, writer));
    }
}
