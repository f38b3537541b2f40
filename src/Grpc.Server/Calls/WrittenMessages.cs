namespace TopGun.Grpc.Server.Calls;

/// <summary>Whether a response has messages.</summary>
internal enum WrittenMessages
{
    /// <summary>None was written.</summary>
    None,

    /// <summary>At least one was written, and perhaps not sent.</summary>
    Some,
}
