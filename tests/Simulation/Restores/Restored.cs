using TopGun.Core.Sync;

namespace TopGun.Simulation.Restores;

/// <summary>What a server says after a restore.</summary>
internal static class Restored
{
    /// <summary>That it has an epoch up to a version, and another one from there on.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="fork">The last version that it has of the epoch.</param>
    /// <param name="epoch">The epoch.</param>
    public static Reset Reset(int subscription, long fork, ulong epoch)
        => new(subscription, ResetReason.LostBranch, fork) { Epochs = [new(epoch, 1), new(epoch + 1, fork + 1)] };

    /// <summary>That it has nothing but an epoch of which the client may have heard.</summary>
    public static Reset Anew(int subscription, ulong epoch) => new(subscription, ResetReason.LostBranch, 0) { Epochs = [new(epoch, 1)] };
}
