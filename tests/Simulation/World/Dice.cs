namespace TopGun.Simulation.World;

/// <summary>The one source of chance in a world: the same seed gives the same world on every machine.</summary>
/// <remarks>SplitMix64. Our own, since <see cref="Random"/> promises no sequence across versions and a seed in a bug report must last.</remarks>
public sealed class Dice(ulong seed)
{
    // Mixed once: neighbouring seeds would be one sequence, begun one step apart.
    private ulong _state = Mix(seed + 0x9E3779B97F4A7C15UL);

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        _state += 0x9E3779B97F4A7C15UL;
        return Mix(_state);
    }

    /// <summary>0 to <paramref name="end"/> - 1.</summary>
    public int Below(int end) => (int)(Bits() % (ulong)end);

    /// <summary>One of a range, both ends included.</summary>
    public long Between(long low, long high) => low + (long)(Bits() % (ulong)(high - low + 1));

    /// <summary>True in so many of a thousand cases.</summary>
    public bool PerMille(int chance) => Below(1000) < chance;

    /// <summary>True in so many of a hundred cases.</summary>
    public bool Percent(int chance) => Below(100) < chance;

    /// <summary>One of some.</summary>
    public T Pick<T>(IReadOnlyList<T> some) => some[Below(some.Count)];

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
