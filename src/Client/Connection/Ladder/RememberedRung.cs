namespace TopGun.Client.Connection.Ladder;

/// <summary>A rung that worked.</summary>
/// <param name="Rung">Which.</param>
/// <param name="Reason">Why none above did.</param>
/// <param name="ClimbAt">When those above are to be tried again.</param>
internal sealed record RememberedRung(TransportRung Rung, string Reason, DateTimeOffset ClimbAt);
