namespace TopGun.Core.Sync;

/// <summary>Why a stream, a subscription or a batch ended. The contract's <c>ErrorCode</c> says what a client does at each.</summary>
public enum ErrorCode
{
    /// <summary>Never sent.</summary>
    None = 0,

    /// <summary>The token is missing, forged, expired or of a wrong form.</summary>
    Unauthenticated = 1,

    /// <summary>The user may not read the map.</summary>
    Forbidden = 2,

    /// <summary>The node id belongs to another user.</summary>
    NodeIdTaken = 3,

    /// <summary>The frame breaks the contract.</summary>
    InvalidFrame = 4,

    /// <summary>No protocol version in common.</summary>
    VersionUnsupported = 5,

    /// <summary>Over an announced limit.</summary>
    LimitExceeded = 6,

    /// <summary>Not now; nothing was lost.</summary>
    Unavailable = 7,

    /// <summary>Numbers are missing before the batch.</summary>
    OutOfOrder = 8,

    /// <summary>The writer was retired or forgotten.</summary>
    WriterClosed = 9,

    /// <summary>Too many unconfirmed results, or too fast.</summary>
    RateLimited = 10,

    /// <summary>Unforeseen.</summary>
    Internal = 11,

    /// <summary>Another resolver has the name.</summary>
    AlreadyExists = 12,

    /// <summary>The map has no such resolver.</summary>
    NotFound = 13,

    /// <summary>The definition of a resolver is not right.</summary>
    InvalidResolver = 14,

    /// <summary>The server does not know the session, or no longer.</summary>
    SessionUnknown = 15,

    /// <summary>The idempotency key was used for another write.</summary>
    KeyReused = 16,
}
