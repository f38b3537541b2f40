namespace TopGun.Core.Calls;

/// <summary>A moment in the life of a map in memory. What is asked of the store after it is known together with what was committed since.</summary>
public sealed class KeyMoment
{
    internal KeyMoment(RecentKeys keys, long taken) => (Keys, Taken) = (keys, taken);

    internal RecentKeys Keys { get; }

    internal long Taken { get; }
}
