using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.EndToEnd.Processes;
using Value = TopGun.Core.Values.Value;

namespace TopGun.EndToEnd.Restores;

/// <summary>A server that is restored from yesterday's backup, as docs/OPERATIONS.md says, and the devices that had seen today.</summary>
public sealed class RestoredServerTests : IDisposable
{
    private const string Map = "orders";
    private static readonly MapQuery Open = MapQuery.All with { Where = new ComparePredicate(FieldPath.Of("state"), CompareOperator.Equal, "open") };

    private readonly Place _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [Trait("Invariant", "INV-RSY-4")]
    [Trait("Invariant", "INV-RSY-5")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_device_tells_what_is_lost_of_what_it_held_and_nothing_else_also_if_the_server_had_restarted_since_the_backup(bool hasRestarted)
    {
        string backup = _place.File("monday.backup"), restored = _place.File("restored.db");
        string all = _place.File("all.db"), some = _place.File("some.db");
        var server = await ServerProcess.StartAsync(_place.Data);
        try
        {
            await using (var writer = Client(server, all)) await SavedAsync(writer.GetMap(Map), "kept", "changed", "removed");
            await ReadAsync(server, some);
            await RunAsync("backup", backup, "--data", _place.Data);
            for (var restarts = hasRestarted ? 2 : 0; restarts > 0; restarts--)
            {
                // Each has an epoch of its own, of which the backup knows nothing.
                Assert.Equal(0, await server.TerminateAsync());
                await server.DisposeAsync();
                server = await ServerProcess.StartAsync(_place.Data);
                await using (var writer = Client(server, all)) await SavedAsync(writer.GetMap(Map), "early");
                await ReadAsync(server, some);
            }

            await using (var writer = Client(server, all))
            {
                var orders = writer.GetMap(Map);
                await SavedAsync(orders, "early", "late");
                orders.Remove("removed");
                orders.Patch("changed", Value.Object(("state", "closed")));
                Assert.Equal(new SavedState(0, 0), await writer.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
                await InStep.ReachAsync(writer);
            }

            await ReadAsync(server, some);
        }
        finally
        {
            await server.DisposeAsync();
        }

        await RunAsync("restore", backup, "--data", restored);
        File.Copy($"{_place.Data}.dev-secret", $"{restored}.dev-secret");
        await using var after = await ServerProcess.StartAsync(restored);
        await using var device = Client(after, all);
        await using var other = Client(after, some);
        var (every, open) = (device.GetMap(Map), other.GetMap(Map, Open));
        await InStep.ReachAsync(device);
        await InStep.ReachAsync(other);

        Assert.Equal(["changed", "kept", "removed"], every.Query(MapQuery.All).Rows.Select(row => row.Key));
        Assert.Equal(Order("changed"), every.Get("changed"));
        Assert.All(device.Rejections.List().Concat(other.Rejections.List()), rejection => Assert.Equal(RejectionCode.LostByRestore, rejection.Code));
        Assert.Equal(["changed", "early", "late", "removed"], device.Rejections.List().Select(rejection => rejection.Key).Order());
        Assert.Null(device.Rejections.List().Single(rejection => rejection.Key == "removed").AttemptedValue);
        // A part never holds a removal, nor a row that does not belong to it.
        Assert.Equal(["early", "late"], other.Rejections.List().Select(rejection => rejection.Key).Order());

        // Who wants it back, writes it again.
        var late = device.Rejections.List().Single(rejection => rejection.Key == "late");
        Assert.Equal(WriteEnding.Applied, (await device.Rejections.Retry(late.Id, late.AttemptedValue)!.Settled.WaitAsync(ProgramRun.Patience)).Ending);
        await InStep.ReachAsync(other);
        Assert.Equal(Order("late"), open.Get("late"));
    }

    private static async Task ReadAsync(ServerProcess server, string file)
    {
        await using var reader = Client(server, file);
        reader.GetMap(Map, Open);
        await InStep.ReachAsync(reader);
    }

    private static TopGunClient Client(ServerProcess server, string file) => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = file, Server = server.Address, Token = server.Token });

    private static async Task SavedAsync(LwwMap map, params string[] keys)
    {
        foreach (var key in keys)
            Assert.Equal(WriteEnding.Applied, (await map.Set(key, Order(key)).Settled.WaitAsync(ProgramRun.Patience)).Ending);
    }

    private static Value Order(string of) => Value.Object(("state", "open"), ("of", of));

    private static async Task RunAsync(params string[] arguments)
    {
        var end = await ProgramRun.RunAsync(Built.TopGun, arguments);
        Assert.True(end.ExitCode == 0, end.Errors);
    }
}
