namespace TopGun.Grpc.Wire;

/// <summary>Why a stream or connection of HTTP/2 was ended; RFC 9113, section 7.</summary>
internal enum Http2Error
{
    /// <summary>Nothing is wrong.</summary>
    NoError = 0x0,

    /// <summary>A rule of HTTP/2 was broken.</summary>
    ProtocolError = 0x1,

    /// <summary>The sender is at fault.</summary>
    InternalError = 0x2,

    /// <summary>The stream was not looked at; it may be tried again.</summary>
    RefusedStream = 0x7,

    /// <summary>The stream is no longer wanted.</summary>
    Cancel = 0x8,

    /// <summary>The other side does too much.</summary>
    EnhanceYourCalm = 0xb,

    /// <summary>The transport is not safe enough.</summary>
    InadequateSecurity = 0xc,
}
