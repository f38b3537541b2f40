using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Simulation.Devices;

namespace TopGun.Simulation.Checkers;

/// <summary>What is known of one op, from the moment in which it was logged.</summary>
public sealed class OpFacts
{
    /// <summary>The op as it was logged.</summary>
    public required LoggedOp Logged { get; init; }

    /// <summary>When it was made, in true time.</summary>
    public required long MadeMs { get; init; }

    /// <summary>The keys that it changed on the server.</summary>
    public List<string> Changed { get; } = [];

    /// <summary>Its recorded, durable result; null when there is none.</summary>
    public OpResult? Recorded { get; set; }

    /// <summary>Whether it changed anything, and so has the version in its result for itself.</summary>
    public bool TookVersion { get; set; }

    /// <summary>Whether any device gave it up.</summary>
    public bool WasGivenUp { get; set; }

    /// <summary>What became of it on each device that held it.</summary>
    public Dictionary<Device, Fate> Fates { get; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"op {Logged.OpId:x16} ({Logged.Writer} {Logged.Map}#{Logged.Number} {string.Join(" + ", Logged.Writes.Select(part => $"{part.Write.GetType().Name} {part.Write.Key}"))})";
}
