namespace TopGun.Client.Connection;

/// <summary>Reads server addresses as people write them.</summary>
internal static class ServerAddress
{
    /// <summary>Reads an address.</summary>
    /// <exception cref="StreamFailure">It can't be right; the message says what is wrong with it and what to write.</exception>
    public static Uri Parse(string address)
    {
        if (!address.Contains("://", StringComparison.Ordinal))
            throw Invalid($"The server's address '{address}' has no scheme; write http://{address}, or https://{address} for TLS.");
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            throw Invalid($"The server's address '{address}' is none; write one like http://localhost:8080.");

        return uri.Scheme switch
        {
            "http" or "https" => uri,
            "ws" => throw Invalid($"The server's address '{address}' is one of WebSocket; write {Rest("http")}."),
            "wss" => throw Invalid($"The server's address '{address}' is one of WebSocket; write {Rest("https")}."),
            _ => throw Invalid($"The server's address '{address}' begins with {uri.Scheme}://; write http:// or https://."),
        };

        string Rest(string scheme) => scheme + address[address.IndexOf("://", StringComparison.Ordinal)..];
    }

    private static StreamFailure Invalid(string message) => new(ConnectionReasonCode.AddressInvalid, message);
}
