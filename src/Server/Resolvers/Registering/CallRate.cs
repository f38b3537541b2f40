using TopGun.Server.Limits;

namespace TopGun.Server.Resolvers.Registering;

/// <summary>How many resolver calls each user may make. Safe for many threads at once.</summary>
internal sealed class CallRate(RegisteringOptions options, TimeProvider clock)
{
    private readonly RateBuckets _calls = new(options.CallBurst, options.CallsPerSecond, clock);

    /// <summary>Takes a call of a user.</summary>
    /// <returns>0, or how many milliseconds to wait for it.</returns>
    public int Take(string subject) => _calls.Take(subject);
}
