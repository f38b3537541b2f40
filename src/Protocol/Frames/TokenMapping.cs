using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>What is said of the stream's token and of lost permissions, and its form on the wire.</summary>
internal static class TokenMapping
{
    public static Wire.TokenRefresh ToWire(TokenRefresh refresh) => new() { Token = refresh.Token };

    public static TokenRefresh FromWire(Wire.TokenRefresh wire) => new(Check.Text(wire.Token, "Token", TokenRefresh.MaxTokenBytes));

    public static Wire.TokenExpiring ToWire(TokenExpiring expiring) => new() { EndsInMs = checked((uint)expiring.EndsInMs) };

    public static TokenExpiring FromWire(Wire.TokenExpiring wire) => new(Bounded(wire.EndsInMs));

    public static Wire.TokenAccepted ToWire(TokenAccepted accepted) => new() { EndsInMs = checked((uint)accepted.EndsInMs) };

    public static TokenAccepted FromWire(Wire.TokenAccepted wire) => new(Bounded(wire.EndsInMs));

    public static Wire.Revoked ToWire(Revoked revoked)
        => new() { Map = revoked.Map, SubscriptionId = checked((uint)revoked.SubscriptionId), Reason = PeopleText.Cut(revoked.Reason) };

    public static Revoked FromWire(Wire.Revoked wire) => new(Check.MapName(wire.Map), Check.Int(wire.SubscriptionId, "Subscription id"), wire.Reason);

    // A time longer than this side can name is as good as the longest that it can.
    private static int Bounded(uint milliseconds) => (int)Math.Min(milliseconds, int.MaxValue);
}
