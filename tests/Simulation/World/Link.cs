using TopGun.Core.Sync;
using TopGun.Simulation.Server;

namespace TopGun.Simulation.World;

/// <summary>A stream between a device and the server: ordered in each direction; when it breaks, each direction loses a tail of its own.</summary>
public sealed class Link
{
    /// <summary>Frames on their way to the server.</summary>
    public Queue<ClientFrame> Up { get; } = new();

    /// <summary>Frames on their way to the device.</summary>
    public Queue<ServerFrame> Down { get; } = new();

    /// <summary>Whether it is broken: nothing can be sent any more, what is on its way still arrives.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The server's end.</summary>
    public required Connection Server { get; init; }

    /// <summary>Breaks the link.</summary>
    public void Break(Dice dice)
    {
        if (IsBroken) return;
        IsBroken = true;
        Truncate(Up, dice);
        Truncate(Down, dice);
    }

    private static void Truncate<T>(Queue<T> frames, Dice dice)
    {
        T[] arriving = [.. frames.Take(dice.Below(frames.Count + 1))];
        frames.Clear();
        foreach (var frame in arriving) frames.Enqueue(frame);
    }
}
