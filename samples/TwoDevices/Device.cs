using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Values;

namespace TwoDevices;

/// <summary>One device: a client with a replica file of its own, told by lines on its standard input what its user does.</summary>
internal static class Device
{
    private const string Key = "list-1";

    /// <summary>Runs until its input ends. Arguments: name, replica file, and server and token unless it is offline.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        var name = args[0];
        await using var client = TopGunClient.Open(new TopGunClientOptions
        {
            ReplicaFile = args[1],
            Server = args.ElementAtOrDefault(2),
            Token = args.ElementAtOrDefault(3),
        });
        var lists = client.GetMap("shopping", ShoppingJson.Default.Shopping);
        using var changes = lists.Subscribe();
        var telling = TellAsync(name, changes);

        while (await Console.In.ReadLineAsync() is { } line)
        {
            var words = line.Split(' ', 3);
            switch (words[0])
            {
                case "create": lists.Set(Key, new Shopping(line[7..], "", false)); break;
                case "write": lists.Patch(Key, patch => patch.Set(words[1], words[2])); break;
                case "tick": lists.Patch(Key, patch => patch.Set("done", Value.True)); break;
                case "saved": await client.WhenSavedAsync(); break;
                case "synced": await client.WhenSyncedAsync(); break;
                case "show": break;
                default: throw new InvalidOperationException($"Unknown command: {line}");
            }

            await Console.Out.WriteLineAsync($"answer {lists.Get(Key)} pending={client.PendingCount} rejected={client.Rejections.Count}");
        }

        changes.Dispose();
        await telling;
        return 0;
    }

    private static async Task TellAsync(string name, IAsyncEnumerable<MapChange<Shopping>> changes)
    {
        await foreach (var change in changes)
            await Console.Out.WriteLineAsync($"saw {name} saw, {change.Origin.ToString().ToLowerInvariant()}: {change.After}");
    }
}
