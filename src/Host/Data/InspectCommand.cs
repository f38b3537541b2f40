using System.CommandLine;
using TopGun.Server.Storage.Backups;

namespace TopGun.Host.Data;

/// <summary>The command <c>topgun inspect</c>.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var map = new Option<string?>("--map") { Description = "A map: its records by count, its writers, its resolvers." };
        var key = new Option<string?>("--key") { Description = "With --map, a key: the whole record." };
        var command = new Command("inspect", "Shows what is in a store: partitions with heads and epochs, and maps; one map with --map; one record with --map and --key. It changes nothing, and a server may run on the store. Ends with 1 where there is no such map or record.") { map, key };
        var store = new StoreOptions().AddTo(command);
        command.SetAction((parsed, cancellationToken) => StoreOptions.RunAsync(async () =>
        {
            var (place, name, record) = (store.Read(parsed), parsed.GetValue(map), parsed.GetValue(key));
            if (record is not null && name is null) throw new StartFailure("--key needs --map, which says in which map it is.");
            return name is null
                ? OverviewText.Write(Console.Out, await StoreInspection.ReadAsync(place, cancellationToken))
                : MapText.Write(Console.Out, name, await StoreInspection.ReadMapAsync(place, name, cancellationToken), record);
        }));
        return command;
    }
}
