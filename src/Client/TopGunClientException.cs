namespace TopGun.Client;

/// <summary>A call of the client failed on this device. What the server refuses is no exception; it comes to the inbox.</summary>
/// <param name="error">Why; programs decide by this.</param>
/// <param name="message">Names the thing, the value and the cure, for people.</param>
/// <param name="inner">What lay beneath, or null.</param>
public sealed class TopGunClientException(ClientError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why; programs decide by this.</summary>
    public ClientError Error { get; } = error;
}
