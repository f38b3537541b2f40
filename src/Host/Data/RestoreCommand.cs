using System.CommandLine;
using TopGun.Host.Serving;
using TopGun.Server.Storage.Backups;

namespace TopGun.Host.Data;

/// <summary>The command <c>topgun restore</c>.</summary>
internal static class RestoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The backup." };
        var command = new Command(
            "restore",
            "Makes a store of a backup: a data file that is not there yet, or an empty database. What comes out is read again and compared. Clients that had seen more than the backup holds notice it when they come back, and take their maps anew.") { file };
        var store = new StoreOptions().AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreOptions.RunAsync(async () =>
        {
            var (place, path) = (store.Read(parsed), ServeSettings.FileOf("file", parsed.GetValue(file)!));
            var summary = await StoreRestore.RunAsync(path, place, cancellationToken);
            await Console.Out.WriteLineAsync($"{place} holds {summary}. All of it was read again. Start the server on it.");
            return 0;
        }));
        return command;
    }
}
