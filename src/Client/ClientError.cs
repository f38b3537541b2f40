namespace TopGun.Client;

/// <summary>Why a call of the client failed. Each says what to do.</summary>
public enum ClientError
{
    /// <summary>Another client has the replica file open. Close it, or give each process a file of its own.</summary>
    ReplicaInUse = 1,

    /// <summary>The replica file was written by a newer version of the library. Update the application.</summary>
    ReplicaNewer,

    /// <summary>The file is no replica. Name another one; nothing was changed in it.</summary>
    ReplicaForeign,

    /// <summary>The replica file, or its directory, does not exist or can't be written.</summary>
    ReplicaUnwritable,

    /// <summary>The replica file is damaged. Open it with <see cref="DamagedReplica.SetAside"/>; the replica fills itself from the server again.</summary>
    ReplicaDamaged,

    /// <summary>The device's storage failed, or is full. The write did not take place and is not shown.</summary>
    ReplicaFailed,

    /// <summary>A key, a name, a value, or a number of resolvers is over a limit of the server. Nothing was written or registered.</summary>
    LimitExceeded,

    /// <summary>The write breaks a rule of the contract. It did not take place.</summary>
    InvalidWrite,

    /// <summary>The map has another resolver of that name. Choose another name, or replace it as an administrator.</summary>
    AlreadyExists,

    /// <summary>The map has no resolver of that name that this user has registered.</summary>
    NotFound,

    /// <summary>The user lacks a permission, which the message names.</summary>
    Forbidden,

    /// <summary>The definition of a resolver is not right; the message says what is, for code with line and column.</summary>
    InvalidResolver,

    /// <summary>The server is older than this client and can't do that. Update it.</summary>
    ServerTooOld,

    /// <summary>As many writes wait for the server as the options allow. Nothing was written; wait until some are answered.</summary>
    OpLogFull,

    /// <summary>A query is over a bound or makes no sense; the message says which part of it.</summary>
    InvalidQuery,

    /// <summary>Of the record this replica holds some fields only, as a part of the map with <c>Fields</c> brings them. Nothing was written; patch these fields, or fetch the record to see the others.</summary>
    PartialRecord,

    /// <summary>The server did not answer, as the message says: there is none, it can't be reached, or it refuses the token. Nothing has changed; what the replica holds can be read all the same.</summary>
    Unreachable,

    /// <summary>The map holds another type of data: its first change made it an LwwMap, an OrMap or a PnCounter for good. Nothing was written; take a map of another name, or for what is in the inbox of a set or a counter <c>RetryAll</c> of that type.</summary>
    TypeMismatch,

    /// <summary>The server failed at the call, in a way that the message tells. Nothing has changed.</summary>
    ServerFailed,
}
