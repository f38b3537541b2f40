namespace TopGun.Core.Registrations;

/// <summary>The numbers of registering.</summary>
public sealed record RegistrationOptions
{
    /// <summary>Resolvers of a map, the server's own included; 100 by default.</summary>
    public int MaxPerMap { get; init; } = 100;

    /// <summary>Resolvers of a map that one user claims; 10 by default.</summary>
    public int MaxPerPrincipal { get; init; } = 10;

    /// <summary>Users who claim one resolver; 100,000 by default.</summary>
    public int MaxClaims { get; init; } = 100_000;

    /// <summary>After how long without renewal a claim lapses, in milliseconds; null, the default, for never.</summary>
    public long? LapseAfterMs { get; init; }

    /// <summary>Whether registrations are stored with their maps; they are by default.</summary>
    public bool AreStored { get; init; } = true;

    /// <summary>How old the stored renewal of a claim becomes before another is stored, in milliseconds; null for ever.</summary>
    /// <remarks>A renewal costs a commit. Eight in the time after which a claim lapses leave seven to miss.</remarks>
    public long? RenewAfterMs => LapseAfterMs / 8;
}
