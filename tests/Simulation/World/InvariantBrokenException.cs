namespace TopGun.Simulation.World;

/// <summary>A world in which an invariant does not hold.</summary>
public sealed class InvariantBrokenException(string checker, string message) : Exception($"{checker}: {message}")
{
    /// <summary>Who noticed.</summary>
    public string Checker { get; } = checker;
}
