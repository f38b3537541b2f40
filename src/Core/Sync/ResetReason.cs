namespace TopGun.Core.Sync;

/// <summary>Why a map comes anew.</summary>
public enum ResetReason : byte
{
    /// <summary>Never sent.</summary>
    None = 0,

    /// <summary>The cursor is older than the removals that the server remembers.</summary>
    TooOld = 1,

    /// <summary>The cursor is of a history that the server does not have.</summary>
    LostBranch = 2,

    /// <summary>The application asks for it. Never sent.</summary>
    Asked = 3,
}
