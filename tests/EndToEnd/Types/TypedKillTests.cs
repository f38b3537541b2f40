using TopGun.Client;
using TopGun.Core.Replicas;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Types;

/// <summary>Two devices add, take out and count, while the server's process is killed and one of the devices is restarted.</summary>
public sealed class TypedKillTests(ITestOutputHelper output)
{
    [Fact]
    [Trait("Invariant", "INV-SET-1")]
    [Trait("Invariant", "INV-CNT-1")]
    [Trait("Invariant", "INV-TYPE-1")]
    [Trait("Invariant", "INV-OPS-1")]
    public async Task No_element_and_no_delta_is_lost_or_doubled_through_kills()
    {
        const int Kills = 4, Devices = 2, WritesPerKill = 120;
        using var place = new Place();
        await using var house = new House(place.Data, null);
        await house.StartAsync();
        var kept = Enumerable.Range(0, Devices).Select(_ => new HashSet<string>()).ToArray();
        var (sums, numbers) = (new long[Devices], new int[Devices]);
        var random = new Random(4);
        var clients = Enumerable.Range(0, Devices).Select(Open).ToArray();
        try
        {
            for (var kill = 0; kill < Kills; kill++)
            {
                for (var i = 0; i < WritesPerKill; i++)
                    for (var device = 0; device < Devices; device++) Write(device);
                // Without a pause, so that some are on their way.
                await house.KillAsync();
                // One device is started anew, at the new address and with all that waits in its log; the other as well.
                for (var device = 0; device < Devices; device++)
                {
                    await clients[device].DisposeAsync();
                    clients[device] = Open(device);
                }
            }

            foreach (var client in clients) await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            foreach (var client in clients) await InStep.ReachAsync(client);

            var expected = kept.SelectMany(own => own).Append("all").Order(StringComparer.Ordinal).ToArray();
            foreach (var client in clients)
            {
                Assert.Empty(client.Rejections.List());
                Assert.Equal(expected, client.GetOrMap<string>("sets").Get("k").Order(StringComparer.Ordinal));
                Assert.Equal(sums.Sum(), client.GetCounters("sums").Get("k"));
                Assert.Equal(numbers.Sum(), client.GetCounters("sums").Get("writes"));
            }

            // What the maps hold is known after the last start, too.
            Assert.Equal(ClientError.TypeMismatch, Assert.Throws<TopGunClientException>(() => clients[0].GetMap("sets").Set("k", 1)).Error);
            await using var late = TopGunClient.Open(new TopGunClientOptions { Server = house.Address.ToString(), Token = house.Token });
            late.GetMap("sums").Set("k", 1);
            await late.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            Assert.Equal(RejectionCode.TypeMismatch, Assert.Single(late.Rejections.List()).Code);
            output.WriteLine($"{Kills} kills, {numbers.Sum()} rounds of writes, {expected.Length} elements, sum {sums.Sum()}.");
        }
        finally
        {
            foreach (var client in clients) await client.DisposeAsync();
        }

        TopGunClient Open(int device)
        {
            var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = place.File($"device{device}.db"), Server = house.Address.ToString(), Token = house.Token });
            client.GetOrMap("sets");
            client.GetCounters("sums");
            return client;
        }

        void Write(int device)
        {
            var (sets, sums_) = (clients[device].GetOrMap<string>("sets"), clients[device].GetCounters("sums"));
            var own = kept[device];
            // All add the same element again and again and nobody ever takes it out; of its own each takes out what it likes.
            if (random.Next(4) == 0) sets.Add("k", "all");
            if (own.Count > 20 || (own.Count > 0 && random.Next(3) == 0))
            {
                var gone = own.ElementAt(random.Next(own.Count));
                sets.Remove("k", gone);
                own.Remove(gone);
            }
            else
            {
                var element = $"{device}-{random.Next(40)}";
                sets.Add("k", element);
                own.Add(element);
            }

            var delta = random.Next(1, 9) * (random.Next(2) == 0 ? 1 : -1);
            sums_.WriteAll(group => group.Add("k", delta).Add("writes", 1));
            sums[device] += delta;
            numbers[device]++;
        }
    }
}
