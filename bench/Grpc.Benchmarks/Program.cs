using System.Diagnostics;
using System.Globalization;
using TopGun.Grpc.Benchmarks;

// Usage: dotnet run -c Release --project bench/Grpc.Benchmarks [rounds [part of the names of scenarios]]
// Client and server in two processes, one connection in cleartext; each scenario is warmed for half a second and measured for one.
if (args is ["serve"])
{
    await EchoServer.RunAsync();
    return;
}

var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 5;
using var server = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["serve"])
{
    RedirectStandardInput = true,
    RedirectStandardOutput = true,
})!;
var address = await server.StandardOutput.ReadLineAsync();
var wanted = args.Length > 1 ? args[1] : "";
var results = Scenario.All.Where(scenario => scenario.Name.Contains(wanted, StringComparison.Ordinal)).ToDictionary(scenario => scenario, _ => new List<Reading>());
for (var round = 0; round < rounds; round++)
{
    foreach (var scenario in results.Keys) results[scenario].Add(await Reading.TakeAsync(address!, scenario));
}

Console.WriteLine("| scenario | per s, median (min to max) | B client / server | µs of CPU client / server |");
Console.WriteLine("| --- | --- | --- | --- |");
foreach (var (scenario, readings) in results) Console.WriteLine($"| {scenario.Name} | {Reading.Summary(readings)} |");
server.StandardInput.Close();
await server.WaitForExitAsync();
