namespace Grpc.Core;

/// <summary>What the transport knows of the client's identity.</summary>
/// <remarks>Always empty here: tokens are checked above the transport, and the result is in the HTTP context's user.</remarks>
internal sealed class AuthContext
{
    /// <summary>Nobody known.</summary>
    public static readonly AuthContext Empty = new();

    private AuthContext()
    {
    }

    /// <summary>Whether the transport has proved who the client is.</summary>
    public bool IsPeerAuthenticated => false;
}
