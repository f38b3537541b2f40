using System.Diagnostics;
using System.Globalization;
using TopGun.Client;
using TopGun.Client.Connection;

namespace TopGun.ColdSync;

/// <summary>A first sync by the C# client, digest compared.</summary>
internal static class ReplicaSync
{
    public static async Task<string> RunAsync(string server, string token, string map, string? replica, CancellationToken cancellationToken)
    {
        var before = Process.GetCurrentProcess().WorkingSet64;
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = server, Token = token, ReplicaFile = replica });
        // The connection stands before the map is asked for: what is measured is the sync.
        while (client.State.Phase < ConnectionPhase.Connected) await Task.Delay(1, cancellationToken);
        var began = Stopwatch.GetTimestamp();
        var records = client.GetMap(map);
        await client.WhenSyncedAsync(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        var (cpu, peak, allocated) = (self.TotalProcessorTime.TotalSeconds, self.PeakWorkingSet64 >> 20, GC.GetTotalAllocatedBytes());
        var held = GC.GetTotalMemory(forceFullCollection: true);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{(replica is null ? "memory" : "file")} seconds={seconds:F3} records={records.Entries().Count()} client_mb_before={before >> 20} client_mb_peak={peak} client_cpu_s={cpu:F2} allocated_mb={allocated >> 20} held_mb={held >> 20} digest_mismatch={records.HasDigestMismatch}");
    }
}
