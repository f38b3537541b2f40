using System.CommandLine;
using TopGun.Host.Serving;
using TopGun.Server.Storage.Backups;

namespace TopGun.Host.Data;

/// <summary>The command <c>topgun backup</c>.</summary>
internal static class BackupCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The file to write; there must be none of this name yet." };
        var command = new Command("backup", "Writes all that a store holds at one moment into a file, while a server runs on it or not. The file is of one form for data files and databases. 'topgun restore' makes a store of it.") { file };
        var store = new StoreOptions().AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreOptions.RunAsync(async () =>
        {
            var (place, path) = (store.Read(parsed), ServeSettings.FileOf("file", parsed.GetValue(file)!));
            var summary = await StoreBackup.WriteAsync(place, path, TimeProvider.System, cancellationToken);
            await Console.Out.WriteLineAsync($"{path} holds {summary}.");
            return 0;
        }));
        return command;
    }
}
