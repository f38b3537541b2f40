namespace TopGun.Simulation.Server;

/// <summary>What becomes of a commit on its way to the disk.</summary>
public enum CommitOutcome
{
    /// <summary>It is durable, and the server knows.</summary>
    Stored,

    /// <summary>It is durable, and the server does not know.</summary>
    StoredUnanswered,

    /// <summary>It never arrived, and the server does not know.</summary>
    Lost,
}
