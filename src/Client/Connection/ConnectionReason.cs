namespace TopGun.Client.Connection;

/// <summary>Why there is no connection.</summary>
/// <param name="Code">What it is; programs decide by this.</param>
/// <param name="Message">Names the thing and the cure, for people.</param>
public sealed record ConnectionReason(ConnectionReasonCode Code, string Message)
{
    /// <summary>Whether trying again by itself is no use: the client waits for <see cref="TopGunClient.ReconnectNow"/> or a new token.</summary>
    public bool NeedsHelp => Code is ConnectionReasonCode.NoServer or ConnectionReasonCode.AddressInvalid or ConnectionReasonCode.NodeIdTaken
        or ConnectionReasonCode.OtherUser or ConnectionReasonCode.UpdateNeeded or ConnectionReasonCode.TokenRefusedForGood;
}
