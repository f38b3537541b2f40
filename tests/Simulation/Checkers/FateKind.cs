namespace TopGun.Simulation.Checkers;

/// <summary>What became of an op on one device.</summary>
public enum FateKind
{
    /// <summary>It has no result there yet.</summary>
    Pending,

    /// <summary>It has its result there: applied, or superseded.</summary>
    Accepted,

    /// <summary>It went to the inbox there.</summary>
    Inbox,

    /// <summary>It was logged again under another id.</summary>
    LoggedAgain,
}
