namespace TopGun.LoadGenerator;

/// <summary>What a run does.</summary>
internal sealed record LoadShape(
    Uri Server, string Token, string Map, int Connections, int BatchOps, int InFlight, int Keys, TimeSpan WarmUp, TimeSpan Measured, long Records, int ServerPid, bool MayBeRefused);
