namespace TopGun.Client;

/// <summary>A call of the client failed. A write that the server refuses is no exception; it comes to the inbox.</summary>
/// <param name="error">Why; programs decide by this.</param>
/// <param name="message">Names the thing, the value and the cure, for people.</param>
/// <param name="inner">What lay beneath, or null.</param>
public sealed class TopGunClientException(ClientError error, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why; programs decide by this.</summary>
    public ClientError Error { get; } = error;

    /// <summary>For <see cref="ClientError.InvalidResolver"/>: the line of the code at fault, from 1; null where it is not the code.</summary>
    public int? Line { get; init; }

    /// <summary>For <see cref="ClientError.InvalidResolver"/>: the column of the code at fault, from 1; null where it is not the code.</summary>
    public int? Column { get; init; }
}
