using System.CommandLine;
using TopGun.LoadGenerator;

var server = new Option<string>("--server") { Description = "The server's gRPC address.", Required = true };
var token = new Option<string>("--token") { Description = "A token for it.", Required = true };
var connections = new Option<int>("--connections") { Description = "Streams, each with a writer of its own.", DefaultValueFactory = _ => 1 };
var batch = new Option<int>("--batch") { Description = "Ops in a batch.", DefaultValueFactory = _ => 100 };
var inFlight = new Option<int>("--in-flight") { Description = "Batches of a stream that wait for their results.", DefaultValueFactory = _ => 4 };
var keys = new Option<int>("--keys") { Description = "How many keys are written over and over; 0 for new keys only.", DefaultValueFactory = _ => 0 };
var seconds = new Option<double>("--seconds") { Description = "For how long is measured.", DefaultValueFactory = _ => 4 };
var warmUp = new Option<double>("--warm-up") { Description = "For how long before that, in seconds.", DefaultValueFactory = _ => 2 };
var records = new Option<long>("--records") { Description = "Ends after so many ops instead of after a time; 0 for no such end.", DefaultValueFactory = _ => 0 };
var pid = new Option<int>("--pid") { Description = "The server's process, to read its CPU time and memory; 0 for none.", DefaultValueFactory = _ => 0 };
var map = new Option<string>("--map") { Description = "The map that is written.", DefaultValueFactory = _ => "load" };
var refused = new Option<bool>("--refused") { Description = "Ops may be refused by conflict resolvers, and batches stopped; a refusal counts as a result. Needs --in-flight 1." };

var subscribers = new Option<int>("--subscribers") { Description = "Streams that follow the map, beside one writer; 0 for writers alone.", DefaultValueFactory = _ => 0 };
var stalled = new Option<int>("--stalled") { Description = "Streams that subscribe beside them and read nothing then.", DefaultValueFactory = _ => 0 };

var command = new RootCommand("Drives a TopGun server with writes and counts the results that come back: every one of them is durable.")
{
    server, token, connections, batch, inFlight, keys, seconds, warmUp, records, pid, map, refused, subscribers, stalled,
};
command.SetAction(async (parsed, cancellationToken) =>
{
    var shape = new LoadShape(
        new Uri(parsed.GetValue(server)!), parsed.GetValue(token)!, parsed.GetValue(map)!, parsed.GetValue(connections), parsed.GetValue(batch),
        parsed.GetValue(inFlight), parsed.GetValue(keys), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(records), parsed.GetValue(pid), parsed.GetValue(refused));
    var following = parsed.GetValue(subscribers) + parsed.GetValue(stalled);
    Console.WriteLine(following == 0
        ? await LoadRun.RunAsync(shape, cancellationToken)
        : await FanOutRun.RunAsync(shape, parsed.GetValue(subscribers), parsed.GetValue(stalled), cancellationToken));
    return 0;
});

var rate = new Option<double>("--rate") { Description = "Calls a second, each made at its time whatever becomes of those before it; 0 for callers who wait.", DefaultValueFactory = _ => 0 };
var callers = new Option<int>("--callers") { Description = "Callers who wait for their answers, and for the time that they are told to wait.", DefaultValueFactory = _ => 8 };
var calls = new Command("calls", "Drives it with calls of many writes, below the stubs: cheap beside the server. Times in ms are those of the middle, of 99 % and the longest.")
{
    server, token, map, batch, keys, rate, callers, connections, warmUp, seconds, pid,
};
calls.SetAction(async (parsed, cancellationToken) =>
{
    Console.WriteLine(await new CallRun(new CallShape(
        new Uri(parsed.GetValue(server)!), parsed.GetValue(token)!, parsed.GetValue(map)!, parsed.GetValue(batch), parsed.GetValue(keys) is > 0 and var some ? some : int.MaxValue,
        parsed.GetValue(rate), parsed.GetValue(callers), parsed.GetValue(connections), TimeSpan.FromSeconds(parsed.GetValue(warmUp)), TimeSpan.FromSeconds(parsed.GetValue(seconds)),
        parsed.GetValue(pid))).RunAsync(cancellationToken));
    return 0;
});
command.Subcommands.Add(calls);
return await command.Parse(args).InvokeAsync();
