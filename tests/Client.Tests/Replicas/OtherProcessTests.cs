using System.Diagnostics;

namespace TopGun.Client.Tests.Replicas;

/// <summary>A replica file and the processes that want it.</summary>
public sealed class OtherProcessTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-process-");

    private string File => Path.Combine(_directory.FullName, "replica.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task A_second_process_gets_a_typed_error()
    {
        await using var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = File });
        using var second = Start();

        Assert.Equal(nameof(ClientError.ReplicaInUse), await second.StandardOutput.ReadLineAsync().Soon());
        await second.WaitForExitAsync().Soon();
    }

    [Fact, Trait("Invariant", "INV-REP-1")]
    public async Task A_killed_process_leaves_the_file_free_and_every_write_in_it()
    {
        using var writer = Start();
        Assert.Equal("open", await writer.StandardOutput.ReadLineAsync().Soon());
        for (var number = 1; number <= 20; number++) Assert.Equal($"{number}", await writer.StandardOutput.ReadLineAsync().Soon());
        Assert.Equal(
            ClientError.ReplicaInUse,
            Assert.Throws<TopGunClientException>(() => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = File })).Error);

        writer.Kill();
        var printed = (await writer.StandardOutput.ReadToEndAsync().Soon()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await writer.WaitForExitAsync().Soon();
        var last = printed.Length > 1 ? long.Parse(printed[^2]) : 20;

        await using var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = File });
        var keys = client.GetMap("numbers").Entries().Select(entry => entry.Key).ToHashSet();
        for (var number = 1L; number <= last; number++) Assert.Contains($"{number}", keys);
        Assert.InRange(client.PendingCount, last, last + 2);
    }

    private Process Start()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "TopGun.Client.Holder.dll"));
        start.ArgumentList.Add(File);
        return Process.Start(start)!;
    }
}
