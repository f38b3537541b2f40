namespace TopGun.Host.Bench;

/// <summary>What is written, and how.</summary>
/// <param name="Server">The server's gRPC address.</param>
/// <param name="Token">A token for it.</param>
/// <param name="Map">The map.</param>
/// <param name="Callers">Callers at once.</param>
/// <param name="Batch">Writes of a call.</param>
/// <param name="Time">For how long.</param>
internal sealed record BenchShape(Uri Server, string Token, string Map, int Callers, int Batch, TimeSpan Time);
