using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What a session has to tell next, taken in one step of a partition's owner. Some of it is made into frames only afterwards.</summary>
/// <remarks>To find out what belongs to a query, records are decoded; nobody else should wait for that.</remarks>
public sealed class PulledFrames
{
    private readonly List<object> _pulled = [];

    /// <summary>Whether nothing was pulled. Otherwise there may be more, even if no frame comes of this.</summary>
    public bool IsEmpty => _pulled.Count == 0 && !IsUnfinished;

    /// <summary>Whether a piece of some work was done, and the next pull does another: those who wait for the partition should have their turn before.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Makes the frames. To be called once, before the next pull of the session, and not in a step of the partition's owner.</summary>
    public IReadOnlyList<ServerFrame> Read()
    {
        List<ServerFrame> frames = new(_pulled.Count);
        foreach (var pulled in _pulled)
            if (pulled is IUnread unread) frames.AddRange(unread.Read());
            else frames.Add((ServerFrame)pulled);
        return frames;
    }

    internal void Add(ServerFrame frame) => _pulled.Add(frame);

    internal void Continue() => IsUnfinished = true;

    internal void Add(IUnread unread) => _pulled.Add(unread);

    internal void AddRange(IEnumerable<ServerFrame> frames) => _pulled.AddRange(frames);
}
