namespace TopGun.Core.Replicas;

/// <summary>Why an op stands in the inbox.</summary>
public enum RejectionCode
{
    /// <summary>It changed a record that was absent by then.</summary>
    RecordRemoved = 4,

    /// <summary>The op that it builds on was refused.</summary>
    PriorRejected = 5,

    /// <summary>The user may not do this to the map.</summary>
    Forbidden = 6,

    /// <summary>The key, a name, the value or the record it would make is over a limit.</summary>
    TooLarge = 7,

    /// <summary>It breaks a rule of the contract.</summary>
    Invalid = 8,

    /// <summary>The server's store refused this op alone.</summary>
    StoreRefused = 9,

    /// <summary>It is older than what the server remembers of the key.</summary>
    TooOld = 10,

    /// <summary>A conflict resolver refused it.</summary>
    MergeRejected = 11,

    /// <summary>A conflict resolver failed on it.</summary>
    ResolverFailed = 12,

    /// <summary>The map holds another type of data: its first change made it an LwwMap, an OrMap or a PnCounter for good.</summary>
    TypeMismatch = 15,

    /// <summary>The application gave it up before it was applied.</summary>
    GivenUp = 100,

    /// <summary>The server does not remember any more whether it was applied.</summary>
    OutcomeUnknown = 101,

    /// <summary>It was applied, or this device had received it as the server's, and then it was lost: the server was restored from an older backup. See <see cref="Rejection.HeldVersion"/>.</summary>
    LostByRestore = 102,

    /// <summary>It is an atomic group, has a ttl, or writes to a set or a counter, and the server takes no such writes.</summary>
    Unsupported = 103,

    /// <summary>Each time it was sent the server ended the stream. It did not take effect; show its reason to who runs the server.</summary>
    Poison = 104,
}
