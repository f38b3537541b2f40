namespace TopGun.Client;

/// <summary>What became of a damaged replica file when the client was opened.</summary>
/// <param name="SetAside">Where the damaged file lies now; with its <c>-wal</c>, where it had one. Nothing reads it any more; keep it or delete it.</param>
/// <param name="KeptWrites">Writes that had no result yet and go on as if nothing had happened.</param>
/// <param name="UnknownOutcomes">
/// Writes that may have reached the server and can't be asked for any more, because something before them is gone; they are in the inbox as
/// <see cref="TopGun.Core.Replicas.RejectionCode.OutcomeUnknown"/>.
/// </param>
/// <param name="IsWhole">Whether op log and inbox could be read from end to end. Where not, writes that were never sent may be lost.</param>
public sealed record ReplicaRecovery(string SetAside, int KeptWrites, int UnknownOutcomes, bool IsWhole);
