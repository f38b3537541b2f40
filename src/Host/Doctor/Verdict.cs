namespace TopGun.Host.Doctor;

/// <summary>How a thing is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>The server runs with it, and somebody should look at it.</summary>
    Doubtful,

    /// <summary>The server does not start, or does not serve, with it.</summary>
    Bad,
}
