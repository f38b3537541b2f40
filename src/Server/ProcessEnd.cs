namespace TopGun.Server;

/// <summary>Ends the process when what it holds in memory can't be trusted any more, or can't be made durable.</summary>
internal static class ProcessEnd
{
    /// <summary>Ends it at once. Nothing is worth waiting for: what is not committed was not acknowledged, and a restart reads what is.</summary>
    public static void Now(Exception failure)
        => Environment.FailFast($"TopGun ends, so that nothing is acknowledged that is not stored: {failure.Message}", failure);
}
