using System.Diagnostics;
using TopGun.EndToEnd.LostAck;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Rules;

/// <summary>Eight clients hammer maps with rules, over cut connections and kills of the server.</summary>
public sealed class HammerTests(ITestOutputHelper output)
{
    private const int Clients = 8;

    // A million by hand; see scripts/test.sh.
    private static int Ops => int.Parse(Environment.GetEnvironmentVariable("TOPGUN_HAMMER_OPS") ?? "16000");

    [Fact]
    [Trait("Invariant", "INV-RES-1")]
    [Trait("Invariant", "INV-PAR-1")]
    [Trait("Invariant", "INV-OPS-1")]
    public async Task No_committed_state_breaks_a_rule_and_the_sums_add_up()
    {
        const int LeastKills = 3;
        using var place = new Place();
        await using var house = new House(place.Data, Shop.Configure(place));
        await house.StartAsync();
        await Shop.OpenAsync(house.Address, house.Token);
        var (ops, start) = (Ops, Stopwatch.GetTimestamp());
        var opsPerKill = Math.Min(ops / (LeastKills + 1), 50_000);

        var (clients, cuts) = await HammerAsync(house, ops, opsPerKill, cutsPerFrame: 0.002);

        Assert.All(clients, client => Assert.Null(client.Broken));
        Assert.True(house.Kills >= LeastKills, $"{house.Kills} kills");
        Assert.True(cuts > 0, "No connection was cut.");
        await AssertSumsAsync(house, clients);
        LedgerLine[] lines = [.. clients.SelectMany(client => (LedgerLine[])[.. client.Items.Lines(), .. client.Baskets.Lines()])];
        var refusals = lines.CountBy(line => line.Result!.Resolver.Length > 0 ? line.Result.Resolver : line.Result.Code.ToString()).ToDictionary();
        // No rule lets a record be removed here.
        Assert.DoesNotContain(nameof(OpResultCode.RecordRemoved), refusals.Keys);
        // Each rule had its say, and not over everything.
        foreach (var outcome in (string[])["NON_NEGATIVE", "VERSION_INCREMENT", "budget", nameof(OpResultCode.Applied)])
            Assert.True(refusals.GetValueOrDefault(outcome) > lines.Length / 200, $"{outcome}: {refusals.GetValueOrDefault(outcome)} of {lines.Length}");
        output.WriteLine(
            $"{lines.Length} ops ({string.Join(", ", refusals.Select(pair => $"{pair.Value} {pair.Key}"))}), {cuts} cuts, {house.Kills} kills, "
            + $"{clients.Sum(client => client.StatesSeen)} committed states looked at; {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s.");
    }

    [Fact]
    public async Task Without_the_rules_the_same_hammer_breaks_them()
    {
        using var place = new Place();
        await using var house = new House(place.Data, null);
        await house.StartAsync();
        await Shop.OpenAsync(house.Address, house.Token);

        var (clients, _) = await HammerAsync(house, 4_000, int.MaxValue, cutsPerFrame: 0);

        Assert.Contains(clients, client => client.Broken is not null);
    }

    private static async Task<(HammerClient[] Clients, int Cuts)> HammerAsync(House house, int ops, int opsPerKill, double cutsPerFrame)
    {
        HammerClient[] clients = [.. Enumerable.Range(0, Clients).Select(index => new HammerClient(index, ops / Clients))];
        FaultProxy[] proxies = [.. clients.Select((_, index) => new FaultProxy(() => house.Address) { CutsAt = Cutting(new Random(index), cutsPerFrame) })];
        try
        {
            var done = Task.WhenAll(clients.Select((client, index) => client.RunAsync(house, new Uri(proxies[index].Address))));
            while (!done.IsCompleted)
            {
                await Task.WhenAny(done, Task.Delay(20));
                if (clients.Sum(client => (long)client.Answered) >= (house.Kills + 1L) * opsPerKill) await house.KillAsync();
            }

            await done;
            return (clients, proxies.Sum(proxy => proxy.Cuts));
        }
        finally
        {
            foreach (var proxy in proxies) await proxy.DisposeAsync();
        }
    }

    private static Func<ServerFrame, bool> Cutting(Random random, double perFrame) => _ =>
    {
        lock (random) return random.NextDouble() < perFrame;
    };

    // What the applied writes meant, one after the other, is what stands there: each was made on the version before it.
    private static async Task AssertSumsAsync(House house, HammerClient[] clients)
    {
        var inventory = await Copy.FetchAsync(house.Address.ToString(), house.Token, Shop.Inventory);
        var carts = await Copy.FetchAsync(house.Address.ToString(), house.Token, Shop.Carts);
        Assert.Null(Shop.BrokenInventory(inventory, inventory.Records.Keys));
        Assert.Null(Shop.BrokenCarts(carts, carts.Records.Keys));
        Assert.Equal((Shop.Items, 2 * Shop.Baskets), (inventory.Records.Count, carts.Records.Count));
        AssertChained(clients.SelectMany(client => client.Items.Lines()), inventory, Shop.FirstStock, Shop.Stock);
        AssertChained(clients.SelectMany(client => client.Baskets.Lines()).Where(line => line.Op.Write.Key.StartsWith("cart:", StringComparison.Ordinal)), carts, 0, Shop.Total);
        AssertChained(clients.SelectMany(client => client.Baskets.Lines()).Where(line => line.Op.Write.Key.StartsWith("budget:", StringComparison.Ordinal)), carts, Shop.FirstAmount, Shop.Amount);
    }

    private static void AssertChained(IEnumerable<LedgerLine> lines, Copy copy, long first, string field)
    {
        foreach (var key in lines.Where(line => line.Result!.Code == OpResultCode.Applied).GroupBy(line => line.Op.Write.Key))
        {
            var (value, version) = (first, 1L);
            foreach (var line in key.OrderBy(line => line.Result!.Version))
            {
                var written = line.Op.Write.Patch?.Set ?? throw new InvalidOperationException($"{line.Op.Write} was applied.");
                Assert.Equal(++version, written[Shop.Version].Int64Value);
                value = written[field].Int64Value;
            }

            Assert.Equal(value, copy.Number(key.Key, field));
            Assert.Equal(version, copy.Number(key.Key, Shop.Version));
        }
    }
}
