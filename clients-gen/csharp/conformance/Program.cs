using Grpc.Net.Client;
using TopGun.Stubs;
using TopGun.Stubs.Conformance;

// The conformance program: see tests/Conformance/SCENARIOS.md.
using var channel = GrpcChannel.ForAddress(World.Address);
var server = new TopGunServer(channel, World.Variable("TOKEN"));
var only = (Environment.GetEnvironmentVariable("CONFORMANCE_ONLY") ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
(string Id, Func<World, Task> Run)[] scenarios =
    [.. ValueScenarios.All, .. MapScenarios.All, .. QueryScenarios.All, .. WatchScenarios.All, .. RuleScenarios.All, .. TypeScenarios.All, .. FailureScenarios.All, .. SyncScenarios.All, .. VectorScenarios.All];
foreach (var (id, run) in scenarios)
{
    if (only.Length > 0 && !only.Contains(id)) continue;
    try
    {
        await run(new World(id, server));
        Console.WriteLine($"PASS {id}");
    }
    catch (Exception failed)
    {
        // One that fails must not keep the others from running.
        Console.Error.WriteLine($"{id}: {failed}");
        Console.WriteLine($"FAIL {id} {failed.Message.ReplaceLineEndings(" ")}");
    }
}
