using TopGun.Server.Resolvers;

namespace TopGun.Host.Configuration;

/// <summary>How clients may register resolvers, in the configuration file; see <see cref="RegisteringOptions"/> for defaults and ranges.</summary>
internal sealed record RegisteringEntry
{
    /// <summary><c>stored</c> or <c>memory</c>.</summary>
    public string? Lifetime { get; set; }

    /// <summary>After how many hours a claim lapses whose user was not connected.</summary>
    public double? LapseAfterHours { get; set; }

    /// <summary>Resolvers of a map.</summary>
    public int? MaxPerMap { get; set; }

    /// <summary>Resolvers of a map that one user may claim.</summary>
    public int? MaxPerUser { get; set; }

    /// <summary>Calls of one user at once.</summary>
    public int? CallBurst { get; set; }

    /// <summary>Calls of one user a second.</summary>
    public int? CallsPerSecond { get; set; }

    /// <summary>Sets what was named; ranges are checked when the server starts.</summary>
    /// <returns>What can't be a setting at all.</returns>
    public IReadOnlyList<string> AddTo(RegisteringOptions options)
    {
        List<string> mistakes = [];
        if (Lifetime is "stored" or "memory") options.Lifetime = Lifetime == "stored" ? RegistrationLifetime.Stored : RegistrationLifetime.Memory;
        else if (Lifetime is not null) mistakes.Add($"registering.lifetime is '{Lifetime}'; 'stored' and 'memory' are known.");
        if (LapseAfterHours is { } hours)
        {
            if (Math.Abs(hours) <= 1e6) options.LapseAfter = TimeSpan.FromHours(hours);
            else mistakes.Add(FormattableString.Invariant($"registering.lapseAfterHours is {hours:R}; 1 to 87,600 are valid."));
        }

        options.MaxPerMap = MaxPerMap ?? options.MaxPerMap;
        options.MaxPerUser = MaxPerUser ?? options.MaxPerUser;
        options.CallBurst = CallBurst ?? options.CallBurst;
        options.CallsPerSecond = CallsPerSecond ?? options.CallsPerSecond;
        return mistakes;
    }
}
