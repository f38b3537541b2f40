using System.CommandLine;
using TopGun.ColdSync;

var server = new Option<string>("--server") { Description = "The server's gRPC address.", Required = true };
var token = new Option<string>("--token") { Description = "A token for it.", Required = true };
var map = new Option<string>("--map") { Description = "The map, which is filled.", DefaultValueFactory = _ => "load" };
var replica = new Option<string?>("--replica") { Description = "A file for the replica; without it the replica lives in memory." };
var isRaw = new Option<bool>("--raw") { Description = "Takes the pages from the stream and keeps nothing: what the server and the wire cost alone." };

var command = new RootCommand("Gets a whole map as a client that holds nothing of it, and says how long that took and what it cost.") { server, token, map, replica, isRaw };
command.SetAction(async (parsed, cancellationToken) =>
{
    var (address, bearer, name) = (parsed.GetValue(server)!, parsed.GetValue(token)!, parsed.GetValue(map)!);
    Console.WriteLine(parsed.GetValue(isRaw)
        ? await RawSync.RunAsync(new Uri(address), bearer, name, cancellationToken)
        : await ReplicaSync.RunAsync(address, bearer, name, parsed.GetValue(replica), cancellationToken));
    return 0;
});
return await command.Parse(args).InvokeAsync();
