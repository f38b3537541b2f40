namespace TopGun.Client.Connection;

/// <summary>Reads server addresses as people write them.</summary>
internal static class ServerAddress
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="StreamFailure">It can't be right; the message says what is wrong with it and what to write.</exception>
    public static Uri Parse(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal))
        {
            var place = address.Split('/')[0];
            throw Invalid($"The server's address '{address}' has no scheme; write http://{place}, or https://{place} for TLS.");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Invalid($"The server's address '{address}' is none; write one like http://localhost:8080.");

        // What would be left out must not be taken in silence: behind a gateway a path may mean another server.
        if (uri.UserInfo.Length > 0)
            throw Invalid($"The server's address at {uri.Authority} holds a user, who is not sent to it; give a token, and write {uri.Scheme}://{uri.Authority}.");
        return uri.Scheme switch
        {
            "http" or "https" when uri.PathAndQuery + uri.Fragment is not "/" and var rest =>
                throw Invalid($"The server's address '{address}' goes on with {rest}, and gRPC has no place for that; write {uri.Scheme}://{uri.Authority}."),
            "http" or "https" => uri,
            "ws" => throw Invalid($"The server's address '{address}' is one of WebSocket; write http://{uri.Authority}."),
            "wss" => throw Invalid($"The server's address '{address}' is one of WebSocket; write https://{uri.Authority}."),
            _ => throw Invalid($"The server's address '{address}' begins with {uri.Scheme}://; write http:// or https://."),
        };
    }

    private static StreamFailure Invalid(string message) => new(ConnectionReasonCode.AddressInvalid, message);
}
