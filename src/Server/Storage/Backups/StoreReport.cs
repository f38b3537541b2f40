namespace TopGun.Server.Storage.Backups;

/// <summary>What came of reading a whole store.</summary>
/// <param name="Summary">How much it holds, without what is damaged.</param>
/// <param name="Damages">What is wrong, one line each; empty when all is well.</param>
public sealed record StoreReport(BackupSummary Summary, IReadOnlyList<string> Damages);
