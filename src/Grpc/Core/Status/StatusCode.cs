namespace Grpc.Core;

/// <summary>How a call ended. The numbers are those of the protocol.</summary>
internal enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller gave the call up.</summary>
    Cancelled = 1,

    /// <summary>An error of which nothing better is known, such as an exception in a handler.</summary>
    Unknown = 2,

    /// <summary>The request is wrong whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed first; the work may have been done all the same.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something that was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>Something that was to be created exists.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A quota is used up, or a message is too large.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs.</summary>
    FailedPrecondition = 9,

    /// <summary>A conflict with other work; the whole may be tried again.</summary>
    Aborted = 10,

    /// <summary>Beyond the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The server does not know the method, or not the compression.</summary>
    Unimplemented = 12,

    /// <summary>A rule of the protocol was broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; trying again is right.</summary>
    Unavailable = 14,

    /// <summary>Data is lost beyond recovery.</summary>
    DataLoss = 15,

    /// <summary>The caller did not say who it is, or not convincingly.</summary>
    Unauthenticated = 16,
}
