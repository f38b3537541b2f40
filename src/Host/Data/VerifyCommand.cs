using System.CommandLine;
using TopGun.Host.Serving;
using TopGun.Server.Storage.Backups;

namespace TopGun.Host.Data;

/// <summary>The command <c>topgun verify</c>.</summary>
internal static class VerifyCommand
{
    private const int Damaged = 1;

    public static Command Create()
    {
        var backup = new Option<string?>("--backup") { Description = "A backup to be read instead of a store." };
        var command = new Command(
            "verify", "Reads every record of a store, or every part of a backup, and compares it with its checksum. A server may run on the store. Ends with 0 when all is well, with 1 when something is damaged, and with 2 when it can't be read.") { backup };
        var store = new StoreOptions().AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreOptions.RunAsync(() => parsed.GetValue(backup) is { } file
            ? BackupAsync(ServeSettings.FileOf("--backup", file), cancellationToken)
            : StoreAsync(store.Read(parsed), cancellationToken)));
        return command;
    }

    private static async Task<int> StoreAsync(StorePlace place, CancellationToken cancellationToken)
    {
        var report = await StoreCheck.RunAsync(place, cancellationToken);
        foreach (var damage in report.Damages) await Console.Error.WriteLineAsync($"topgun: {damage}");
        await Console.Out.WriteLineAsync(report.Damages.Count == 0
            ? $"{place} is sound: {report.Summary}."
            : $"{place} is damaged in {report.Damages.Count} places; sound are {report.Summary}. Restore a backup into a new store.");
        return report.Damages.Count == 0 ? 0 : Damaged;
    }

    private static async Task<int> BackupAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            await Console.Out.WriteLineAsync($"{file} is sound: {await StoreBackup.VerifyAsync(file, cancellationToken)}.");
            return 0;
        }
        catch (BackupException damage) when (File.Exists(file))
        {
            await Console.Error.WriteLineAsync($"topgun: {damage.Message}");
            return Damaged;
        }
    }
}
