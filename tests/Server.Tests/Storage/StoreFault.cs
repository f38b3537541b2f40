namespace TopGun.Server.Tests.Storage;

/// <summary>What goes wrong when a store is asked.</summary>
public enum StoreFault
{
    /// <summary>It is unavailable; nothing was done.</summary>
    UnavailableBefore,

    /// <summary>It did it, and the answer was lost: for who asked, it is in doubt.</summary>
    UnavailableAfter,

    /// <summary>It takes its time before it does anything; see <see cref="FaultInjectingStore.Release"/>.</summary>
    HangBefore,

    /// <summary>It did it, and takes its time to answer.</summary>
    HangAfter,

    /// <summary>It refuses the content; nothing was done.</summary>
    Refused,

    /// <summary>Another owner has the partition; nothing was done.</summary>
    Deposed,

    /// <summary>The medium failed: this and every later write fails.</summary>
    Failed,
}
