using System.Diagnostics;
using TopGun.Core.Values;

namespace TopGun.Client.Benchmarks;

/// <summary>A device without a server that writes to one key again and again, as one does that keeps where it is.</summary>
internal static class OneKey
{
    public static void Run(int writes)
    {
        var client = TopGunClient.Open(new TopGunClientOptions { MaxPendingWrites = writes + 1 });
        var map = client.GetMap("places");
        map.Set("me", Value.Object(("name", "me"), ("at", 0)));
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        for (var i = 1; i <= writes; i++)
        {
            map.Patch("me", Value.Object(("at", i)));
            if (map.Get("me") is not ObjectValue place || !Equals(place["at"], Value.Of(i))) throw new InvalidOperationException($"Write {i} is not shown.");
            if (i % (writes / 5) != 0) continue;
            var took = Environment.CpuUsage.TotalTime - cpu;
            Console.WriteLine($"{i,9:N0} writes wait: {took.TotalMicroseconds / (writes / 5),8:N1} us of CPU and {watch.Elapsed.TotalMicroseconds / (writes / 5),8:N1} us for a write and a look at it");
            (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        }

        client.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
