using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Difference;

/// <summary>Days on which other sync services were seen to fail: large answers, restarts, long absences, and days on which nothing happened.</summary>
/// <remarks>
/// Their other bad days stand where the features do: a late edit against a newer one, removals and ttl on every device in
/// <see cref="Expiry.ExpiryTests"/>, a stale device in <see cref="Expiry.TombstoneTests"/>, filters that match nothing with the subscriptions to parts.
/// </remarks>
public sealed class DifferenceTests(ITestOutputHelper output)
{
    private const string Map = "notes";

    [Fact]
    public async Task When_nothing_has_changed_one_round_trip_of_less_than_300_bytes_says_so()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await FillAsync(server, 2_000, 100);
        await using (var first = Open(server, place.File("replica.db"))) await SyncedAsync(first);

        using var way = new CountedWay(server.Address);
        await using var again = Open(server, place.File("replica.db"), way);
        await SyncedAsync(again);

        output.WriteLine($"{way.RoundTrips} round trip, {way.Bytes} bytes.");
        Assert.Equal((1, 0), (way.RoundTrips, way.Records));
        Assert.InRange(way.Bytes, 1, 299);
    }

    [Fact]
    [Trait("Invariant", "INV-RSY-1")]
    public async Task A_device_that_was_away_for_longer_than_removals_are_remembered_takes_the_difference()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartWithAsync(place.Data, ("TOPGUN_TOMBSTONE_RETENTION", "1s"));
        await FillAsync(server, 3_000, 100);
        await using (var first = Open(server, place.File("replica.db"))) await SyncedAsync(first);

        await using var other = Open(server, place.File("other.db"));
        await SyncedAsync(other);
        for (var i = 0; i < 5; i++) other.GetMap(Map).Remove(KeyOf(100 * i));
        for (var i = 0; i < 5; i++) other.GetMap(Map).Set(KeyOf(100 * i + 50), Value.Of("changed"));
        await other.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        // Removals are forgotten when none of them is told any more.
        while ((await Wire.Copy.FetchAsync(server.Address, server.Token, Map)).Records.Count > 2_995) await Task.Delay(50, TestContext.Current.CancellationToken);

        using var way = new CountedWay(server.Address);
        await using var back = Open(server, place.File("replica.db"), way);
        await SyncedAsync(back);

        output.WriteLine($"{way.RoundTrips} round trips, {way.Bytes:N0} bytes, {way.Records} records of 3,000.");
        Assert.Equal(other.GetMap(Map).Entries(), back.GetMap(Map).Entries());
        Assert.InRange(way.Records, 5, 1_000);
        Assert.InRange(way.RoundTrips, 2, 8);
    }

    [Fact]
    public async Task A_first_answer_of_50_MB_arrives_and_can_be_used_while_it_does()
    {
        const int Records = 60;
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await FillAsync(server, Records, 900_000);

        await using var client = Open(server, null);
        var map = client.GetMap(Map);
        MapProgress? half = null;
        var held = 0;
        await foreach (var progress in map.ProgressAsync(TestContext.Current.CancellationToken))
        {
            if (progress.Phase == MapPhase.Synced) break;
            if (progress is { Phase: MapPhase.Receiving, Received: > 0 }) (half, held) = (progress, map.Entries().Count());
        }

        output.WriteLine($"On the way: {half}, {held} readable.");
        Assert.Equal(Records, map.Entries().Count());
        Assert.True(half is { Total: Records } && held > 0, $"Nothing was to be seen on the way: {half}, {held} records.");
    }

    [Fact]
    public async Task A_hundred_thousand_records_are_all_there_after_a_restart_for_a_client_that_is_new()
    {
        const int Records = 100_000;
        using var place = new Place();
        await using (var before = await ServerProcess.StartAsync(place.Data))
        {
            await FillAsync(before, Records, 20);
            Assert.Equal(0, await before.TerminateAsync());
        }

        await using var server = await ServerProcess.StartAsync(place.Data);
        using var way = new CountedWay(server.Address);
        await using var client = Open(server, null, way);
        await SyncedAsync(client);

        output.WriteLine($"{way.Bytes / Records} bytes a record.");
        Assert.Equal(Records, client.GetMap(Map).Entries().Count());
        Assert.Equal(Records, way.Records);
    }

    private static string KeyOf(int i) => $"note-{i:000000}";

    private static TopGunClient Open(ServerProcess server, string? file, ISyncTransport? way = null) => TopGunClient.Open(new TopGunClientOptions
    {
        ReplicaFile = file,
        Server = server.Address,
        Token = server.Token,
        Way = way,
        Transport = TransportMode.Streaming,
        MaxPendingBytes = 1 << 30,
    });

    private static async Task SyncedAsync(TopGunClient client)
    {
        client.GetMap(Map);
        await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
    }

    private static async Task FillAsync(ServerProcess server, int count, int bytes)
    {
        const int PerGroup = 100;
        await using var client = Open(server, null);
        var map = client.GetMap(Map);
        var text = Value.Of(new string('x', bytes));
        if (bytes > 1_000)
            for (var i = 0; i < count; i++) map.Set(KeyOf(i), text);
        else
            for (var i = 0; i < count; i += PerGroup)
                map.WriteAll(group =>
                {
                    for (var n = i; n < i + PerGroup; n++) group.Set(KeyOf(n), text);
                });
        Assert.Equal(new SavedState(0, 0), await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
    }
}
