namespace TopGun.Server.Sessions;

/// <summary>Maps of which a session may have something to tell, each once, in the order in which they were marked.</summary>
internal sealed class DirtyMaps
{
    private readonly Lock _gate = new();
    private readonly Queue<string> _queue = new();
    private readonly HashSet<string> _marked = new(StringComparer.Ordinal);

    public void Mark(string map)
    {
        lock (_gate)
        {
            if (_marked.Add(map)) _queue.Enqueue(map);
        }
    }

    /// <summary>Takes the next map. A change that comes from here on marks it again.</summary>
    public bool TryTake(out string map)
    {
        lock (_gate)
        {
            if (!_queue.TryDequeue(out map!)) return false;
            _marked.Remove(map);
            return true;
        }
    }
}
