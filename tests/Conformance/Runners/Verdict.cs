namespace TopGun.Conformance.Runners;

/// <summary>What a runner says of a scenario.</summary>
internal enum Verdict
{
    /// <summary>Everything that must happen did.</summary>
    Pass,

    /// <summary>Something did not, and the reason says what.</summary>
    Fail,

    /// <summary>It was not tried, and the reason says why.</summary>
    Skip,
}
