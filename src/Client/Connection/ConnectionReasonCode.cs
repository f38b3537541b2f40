namespace TopGun.Client.Connection;

/// <summary>Why there is no connection. Local reads and writes go on whatever it is.</summary>
public enum ConnectionReasonCode
{
    /// <summary>The client has no server's address: it works offline.</summary>
    NoServer = 1,

    /// <summary>The server's address can't be right; the message says what is wrong with it. Open the client with another.</summary>
    AddressInvalid,

    /// <summary>Nothing answers at the address, or the connection broke. The client tries again.</summary>
    Unreachable,

    /// <summary>Something answers at the address, but it is no TopGun server, or a proxy in between does not pass gRPC.</summary>
    NotTopGun,

    /// <summary>The token provider failed. The client asks again.</summary>
    NoToken,

    /// <summary>The server refused the token. The client asks its provider for another.</summary>
    TokenRefused,

    /// <summary>The server refused the token, and there is no provider to ask: call <see cref="TopGunClient.UseToken"/>.</summary>
    TokenRefusedForGood,

    /// <summary>The replica's node id belongs to another user at this server. Open a replica of its own for this user.</summary>
    NodeIdTaken,

    /// <summary>The replica belongs to another user than the token. Open a replica of its own for each user.</summary>
    OtherUser,

    /// <summary>Client and server share no protocol version. Update the application.</summary>
    UpdateNeeded,

    /// <summary>The server can't serve now, and may have said when to come again. The client tries again.</summary>
    Unavailable,

    /// <summary>The server was silent for too long. The client tries again.</summary>
    Silent,

    /// <summary>Server and client do not understand each other, which is a fault of one of them. The client tries again.</summary>
    ContractBroken,

    /// <summary>The device's storage failed while it took what the server sent. The client tries again.</summary>
    ReplicaFailed,

    /// <summary>The client was disposed of.</summary>
    Closed,
}
