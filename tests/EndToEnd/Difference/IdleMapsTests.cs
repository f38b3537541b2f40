using Grpc.Core;
using Grpc.Net.Client;
using TopGun.EndToEnd.Processes;
using Contract = TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Difference;

/// <summary>Very many maps, each touched once: they leave the server's memory, and each is there when it is asked for.</summary>
/// <remarks><c>TOPGUN_MAPS</c> says how many; 10,000 show the memory that returns.</remarks>
public sealed class IdleMapsTests(ITestOutputHelper output)
{
    private const int MapsByDefault = 300;
    private const int AtOnce = 32;

    [Fact]
    [Trait("Invariant", "INV-IDL-1")]
    public async Task Maps_that_were_touched_once_leave_memory_and_come_back()
    {
        var count = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_MAPS") ?? $"{MapsByDefault}", System.Globalization.CultureInfo.InvariantCulture);
        using var place = new Place();
        await using var server = await ServerProcess.StartWithAsync(place.Data, ("TOPGUN__IDLEMAPTIMEOUT", "00:00:01"));
        using var channel = GrpcChannel.ForAddress(server.Address);
        var maps = new Contract.MapService.MapServiceClient(channel);
        var token = new Metadata { { "authorization", $"Bearer {server.Token}" } };
        var value = new Contract.Value { StringValue = new string('x', 20_000) };

        await PutAsync("warm", 0);
        var before = Resident(server.Id);
        await Parallel.ForAsync(0, count, Of(AtOnce), async (i, _) => await PutAsync($"map-{i}", i));
        var after = Resident(server.Id);
        // Longer than a map may stay; and where memory is what is looked at, long enough for it to be given back.
        await Task.Delay(TimeSpan.FromSeconds(count > MapsByDefault ? 20 : 3), TestContext.Current.CancellationToken);
        await PutAsync("warm", 1);
        var idle = Resident(server.Id);

        foreach (var i in new[] { 0, count / 2, count - 1 })
        {
            var found = await maps.GetAsync(new() { Map = $"map-{i}", Key = "k" }, token);
            Assert.Equal(value, found.Entry.Value);
        }

        output.WriteLine($"{count:N0} maps of one record of 20 KB: {before:N0} MB resident before, {after:N0} MB after, {idle:N0} MB when they were idle.");

        async Task PutAsync(string map, int i) => await maps.PutAsync(new() { Map = map, Key = "k", Value = value, IdempotencyKey = $"{map} {i}" }, token);
    }

    private static ParallelOptions Of(int most) => new() { MaxDegreeOfParallelism = most };

    private static double Resident(int process)
        => double.Parse(File.ReadLines($"/proc/{process}/status").Single(line => line.StartsWith("VmRSS:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) / 1_000;
}
