using System.Collections.Concurrent;
using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;
using TopGun.EndToEnd.LostAck;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Groups;

/// <summary>Money goes from one account to another, on a server that admits no overdraft, and whose process is killed meanwhile.</summary>
public sealed class TransferTests(ITestOutputHelper output)
{
    private const string Map = "accounts";
    private const long Sum = 1_000;

    [Fact]
    [Trait("Invariant", "INV-GRP-1")]
    [Trait("Invariant", "INV-RES-1")]
    [Trait("Invariant", "INV-OPS-3")]
    public async Task No_client_ever_sees_half_of_a_transfer_or_an_overdraft_through_five_kills()
    {
        const int Kills = 5, Writers = 2, LeastTransfers = 300;
        using var place = new Place();
        var config = place.File("rules.json");
        await File.WriteAllTextAsync(config, """
            { "resolvers": { "accounts": [{ "builtIn": "NON_NEGATIVE", "fields": ["balance"], "reason": "An account is never overdrawn." }] } }
            """);
        var server = await ServerProcess.StartWithAsync(place.Data, config);
        var upstream = new Uri(server.Address);
        await using var proxy = new FaultProxy(() => upstream);
        var broken = new ConcurrentQueue<string>();
        var (seen, transfers, inFlight) = (0, 0, new List<int>());
        // The last one only looks on.
        TopGunClient[] clients = [.. Enumerable.Range(0, Writers + 1).Select(index => TopGunClient.Open(new TopGunClientOptions
        {
            Store = new WitnessStore($"teller-{index}", Map, values => Look($"Client {index} confirmed", values)),
            Server = proxy.Address,
            Token = server.Token,
        }))];
        using var ending = new CancellationTokenSource();
        try
        {
            await Saved(clients[0].GetMap(Map).WriteAll(group => group.Set("ann", Account(Sum / 2)).Set("bob", Account(Sum / 2))));
            foreach (var client in clients)
            {
                client.GetMap(Map);
                await InStep.ReachAsync(client);
            }

            var writing = clients[..Writers].Select((client, index) => Task.Run(() => WriteAsync(client.GetMap(Map), client, index))).ToArray();
            for (var kill = 0; kill < Kills; kill++)
            {
                var enough = Volatile.Read(ref transfers) + LeastTransfers;
                while (Volatile.Read(ref transfers) < enough || !clients[..Writers].All(client => client.State.IsConnected && client.PendingCount > 0))
                    await Task.WhenAny(Task.Delay(1), Task.WhenAny(writing).Unwrap());

                inFlight.Add(clients.Sum(client => client.PendingCount));
                await server.DisposeAsync();
                server = await ServerProcess.StartWithAsync(place.Data, config);
                upstream = new Uri(server.Address);
                foreach (var client in clients) client.ReconnectNow();
            }

            await ending.CancelAsync();
            await Task.WhenAll(writing);
            foreach (var client in clients) await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            foreach (var client in clients) await InStep.ReachAsync(client);

            Assert.Empty(broken);
            Assert.Single(clients.Select(client => string.Join(", ", client.GetMap(Map).Entries())).Distinct());
            Rejection[] refused = [.. clients.SelectMany(client => client.Rejections.List())];
            Assert.All(refused, rejection => Assert.Equal((true, 2), (rejection.IsGroup, rejection.Writes.Count)));
            Assert.All(refused, rejection => Assert.Contains(rejection.Code, new[] { RejectionCode.MergeRejected, RejectionCode.PriorRejected }));
            Assert.Contains(refused, rejection => rejection is { Code: RejectionCode.MergeRejected, Reason: "An account is never overdrawn.", Resolver: "NON_NEGATIVE" });
            Assert.True(refused.Length < transfers, "No transfer came into effect.");
            output.WriteLine($"{Kills} kills with {inFlight.Min()} to {inFlight.Max()} transfers in flight; {transfers} transfers, {refused.Length} refused; {seen} confirmed states looked at.");
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
            await server.DisposeAsync();
        }

        async Task WriteAsync(LwwMap map, TopGunClient client, int index)
        {
            const int MostPending = 6;
            var random = new Random(index);
            while (!ending.IsCancellationRequested)
            {
                // What an application shows is whole too, its own transfers that the server has not answered among it; only their
                // overdrafts are not refused yet.
                var (ann, bob) = Balances(map.Entries().ToDictionary());
                if (ann + bob != Sum) broken.Enqueue($"Client {index} shows {ann} and {bob}.");
                var amount = random.Next(20) == 0 ? ann + 1 : random.NextInt64(-Math.Max(0, bob), Math.Max(0, ann) + 1);
                map.WriteAll(group => group.Patch("ann", Account(ann - amount)).Patch("bob", Account(bob + amount)));
                Interlocked.Increment(ref transfers);
                while (client.PendingCount > MostPending && !ending.IsCancellationRequested) await Task.Delay(1);
            }
        }

        void Look(string who, IReadOnlyDictionary<string, Value> values)
        {
            Interlocked.Increment(ref seen);
            if (values.Count == 0) return;
            var (ann, bob) = Balances(values);
            if (ann + bob != Sum || ann < 0 || bob < 0) broken.Enqueue($"{who} {ann} and {bob}.");
        }
    }

    private static ObjectValue Account(long balance) => Value.Object(("balance", balance));

    private static (long Ann, long Bob) Balances(IReadOnlyDictionary<string, Value> values) => (BalanceOf(values, "ann"), BalanceOf(values, "bob"));

    private static long BalanceOf(IReadOnlyDictionary<string, Value> values, string name)
        => values.TryGetValue(name, out var account) ? ((Int64Value)((ObjectValue)account)["balance"]!).Number : long.MinValue / 4;

    private static async Task Saved(PendingWrite write)
        => Assert.Equal(WriteEnding.Applied, (await write.Settled.WaitAsync(ProgramRun.Patience)).Ending);
}
