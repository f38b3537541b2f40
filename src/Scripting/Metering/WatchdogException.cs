namespace TopGun.Scripting.Metering;

/// <summary>Ends a run for reasons that are the machine's, not the script's.</summary>
internal sealed class WatchdogException(string message) : Exception(message);
