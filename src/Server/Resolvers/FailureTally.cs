using TopGun.Core.Resolvers;

namespace TopGun.Server.Resolvers;

/// <summary>Says when a failing resolver is worth a line in the log: at its first failure, and then once a minute with how often it was. Safe for many threads at once.</summary>
/// <remarks>Every write that a broken rule refuses would else be a line, as fast as clients write.</remarks>
internal sealed class FailureTally(TimeProvider clock)
{
    /// <summary>How long nothing more is said of a resolver.</summary>
    public static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    // Clients give names, so they must not be able to fill it.
    private const int MaxEntries = 1_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Map, string Resolver, ResolverAction Action), Entry> _entries = [];

    /// <summary>Counts a failure.</summary>
    /// <param name="map">The map.</param>
    /// <param name="resolver">The resolver's name.</param>
    /// <param name="action">How it failed; each way is counted for itself.</param>
    /// <returns>How many there were since the last that was worth a line, this one included; 0 when this one is not worth one.</returns>
    public long Count(string map, string resolver, ResolverAction action)
    {
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            var key = (map, resolver, action);
            if (_entries.TryGetValue(key, out var entry) && clock.GetElapsedTime(entry.SaidAt, now) < Silence)
            {
                _entries[key] = entry with { Unsaid = entry.Unsaid + 1 };
                return 0;
            }

            if (_entries.Count >= MaxEntries) _entries.Clear();
            _entries[key] = new Entry(now, 0);
            return entry.Unsaid + 1;
        }
    }

    private readonly record struct Entry(long SaidAt, long Unsaid);
}
