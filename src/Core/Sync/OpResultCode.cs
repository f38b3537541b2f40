namespace TopGun.Core.Sync;

/// <summary>What became of an op. The contract's <c>OpResultCode</c> says what a client does at each.</summary>
public enum OpResultCode : byte
{
    /// <summary>Never sent.</summary>
    None = 0,

    /// <summary>It changed something, or had nothing to change and nothing stood against it.</summary>
    Applied = 1,

    /// <summary>Newer writes stood in all its places.</summary>
    Superseded = 2,

    /// <summary>The void op took the number.</summary>
    Voided = 3,

    /// <summary>It changed a record that is absent by now.</summary>
    RecordRemoved = 4,

    /// <summary>The op that it builds on was refused.</summary>
    PriorRejected = 5,

    /// <summary>The user may not do this to the map.</summary>
    Forbidden = 6,

    /// <summary>The key, a name, the value or the record it would make is over a limit.</summary>
    TooLarge = 7,

    /// <summary>It breaks a rule of the contract.</summary>
    Invalid = 8,

    /// <summary>The store refused this op alone.</summary>
    StoreRefused = 9,

    /// <summary>It is older than what the server remembers of the key.</summary>
    TooOld = 10,

    /// <summary>A conflict resolver refused it.</summary>
    MergeRejected = 11,

    /// <summary>A conflict resolver failed on it.</summary>
    ResolverFailed = 12,

    /// <summary>The number was used and its result is no longer kept. Not recorded.</summary>
    Settled = 13,

    /// <summary>The number belongs to an op with another id. Not recorded.</summary>
    NumberReused = 14,

    /// <summary>The map is of another type.</summary>
    TypeMismatch = 15,
}
