using System.Collections.Concurrent;

namespace TopGun.Client.Connection.Ladder;

/// <summary>Which rung worked last for each server, for as long as the process lives. Safe for many threads at once.</summary>
internal sealed class RungMemory : IRungMemory
{
    // Far more servers than a process talks to; beyond that each finds out for itself.
    private const int MaxAddresses = 1_000;

    private readonly ConcurrentDictionary<string, RememberedRung> _rungs = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>What the clients of this process have found out.</summary>
    public static RungMemory Process { get; } = new();

    /// <inheritdoc/>
    public RememberedRung? Find(string address) => _rungs.GetValueOrDefault(address);

    /// <inheritdoc/>
    public void Remember(string address, RememberedRung rung)
    {
        if (_rungs.Count < MaxAddresses || _rungs.ContainsKey(address)) _rungs[address] = rung;
    }

    /// <inheritdoc/>
    public void Forget(string address) => _rungs.TryRemove(address, out _);
}
