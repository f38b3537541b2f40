namespace TopGun.LoadGenerator;

/// <summary>What a run of calls does.</summary>
/// <param name="Server">The server's gRPC address.</param>
/// <param name="Token">A token for it.</param>
/// <param name="Map">The map that is written.</param>
/// <param name="Batch">Writes of a call.</param>
/// <param name="Keys">How many keys are written over and over.</param>
/// <param name="Rate">Calls a second, made at their time whatever becomes of those before them; 0 for callers who wait.</param>
/// <param name="Callers">Callers who wait for their answer before they call again, and for the time that they are told.</param>
/// <param name="Connections">Connections that the calls share.</param>
/// <param name="WarmUp">For how long before it is measured.</param>
/// <param name="Measured">For how long is measured.</param>
/// <param name="ServerPid">The server's process, to read its CPU time and memory; 0 for none.</param>
internal sealed record CallShape(
    Uri Server, string Token, string Map, int Batch, int Keys, double Rate, int Callers, int Connections, TimeSpan WarmUp, TimeSpan Measured, int ServerPid);
