using TopGun.Core.Registrations;

namespace TopGun.Server.Resolvers;

/// <summary>How clients may register resolvers.</summary>
public sealed class RegisteringOptions
{
    /// <summary>For how long registrations live.</summary>
    /// <value><see cref="RegistrationLifetime.Stored"/> by default: no restart opens a gap in which a rule is not in force.</value>
    public RegistrationLifetime Lifetime { get; set; } = RegistrationLifetime.Stored;

    /// <summary>After how long a claim lapses whose user was not connected; with its last claim a resolver goes.</summary>
    /// <remarks>A client that is connected renews its claims, and so does a repeated registration. Choose it longer than your longest outage.</remarks>
    /// <value>null by default: never. 1 hour to 10 years.</value>
    public TimeSpan? LapseAfter { get; set; }

    /// <summary>Resolvers of a map, the server's own included.</summary>
    /// <value>100 by default; 1 to 1,000.</value>
    public int MaxPerMap { get; set; } = 100;

    /// <summary>Resolvers of one map that one user may claim.</summary>
    /// <value>10 by default; 1 to 1,000.</value>
    public int MaxPerUser { get; set; } = 10;

    /// <summary>Resolver calls that one user may make at once; over all streams and calls of the user.</summary>
    /// <value>200 by default; 1 to 1,000,000.</value>
    public int CallBurst { get; set; } = 200;

    /// <summary>Resolver calls a second that one user may make in the long run.</summary>
    /// <value>20 by default; 1 to 1,000,000.</value>
    public int CallsPerSecond { get; set; } = 20;

    /// <summary>Everything that is wrong.</summary>
    internal IEnumerable<string> Mistakes()
    {
        if (!Enum.IsDefined(Lifetime)) yield return $"TopGun:Resolvers:Registering:Lifetime is {(int)Lifetime}; Stored and Memory are valid.";
        if (LapseAfter is { } lapse && (lapse < TimeSpan.FromHours(1) || lapse > TimeSpan.FromDays(3_650)))
            yield return $"TopGun:Resolvers:Registering:LapseAfter is {lapse}; 01:00:00 to 3650 days are valid, and null for never.";
        foreach (var (name, value, most) in new[]
                 {
                     (nameof(MaxPerMap), MaxPerMap, 1_000), (nameof(MaxPerUser), MaxPerUser, 1_000),
                     (nameof(CallBurst), CallBurst, 1_000_000), (nameof(CallsPerSecond), CallsPerSecond, 1_000_000),
                 })
            if (value < 1 || value > most) yield return FormattableString.Invariant($"TopGun:Resolvers:Registering:{name} is {value}; 1 to {most:N0} are valid.");
    }

    /// <summary>The numbers for partitions.</summary>
    internal RegistrationOptions ToCore() => new()
    {
        MaxPerMap = MaxPerMap,
        MaxPerPrincipal = MaxPerUser,
        LapseAfterMs = (long?)LapseAfter?.TotalMilliseconds,
        AreStored = Lifetime == RegistrationLifetime.Stored,
    };
}
