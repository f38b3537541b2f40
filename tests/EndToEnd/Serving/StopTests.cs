using System.Diagnostics;
using Grpc.Core;
using TopGun.Client;
using TopGun.EndToEnd.Crash;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Serving;

/// <summary>A server that is asked to stop (SIGTERM).</summary>
public sealed class StopTests(ITestOutputHelper output) : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(18);

    private readonly Place _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task Idle_streams_are_told_and_do_not_hold_it_up()
    {
        await using var server = await ServerProcess.StartAsync(_place.Data);
        TopGunClient[] clients = [.. Enumerable.Range(0, 3).Select(_ => TopGunClient.Open(new TopGunClientOptions { Server = server.Address, Token = server.Token }))];
        using var stream = await WireStream.OpenAsync(server.Address, server.Token, "idle");
        foreach (var client in clients)
        {
            client.GetMap("idle");
            await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        }

        var start = Stopwatch.GetTimestamp();
        Assert.Equal(0, await server.TerminateAsync());
        var took = Stopwatch.GetElapsedTime(start);

        Assert.True(took < Soon, $"It took {took}.");
        Assert.Equal(ErrorCode.Unavailable, (await stream.ReadAsync())!.Error.Code);
        Assert.Equal(StatusCode.Unavailable, (await Assert.ThrowsAsync<RpcException>(stream.ReadAsync)).StatusCode);
        foreach (var client in clients) await client.DisposeAsync();
        output.WriteLine($"Stopped in {took.TotalMilliseconds:F0} ms with 4 idle streams.");
    }

    [Fact]
    [Trait("Invariant", "INV-STO-1")]
    public async Task What_is_committed_is_acknowledged_and_what_is_acknowledged_is_there_afterwards()
    {
        const string Map = "stop";
        var alarm = new Alarm();
        StormClient[] clients = [.. Enumerable.Range(0, 4).Select(index => new StormClient(index, Map, alarm, StormClient.OnStreams))];
        LedgerLine[] Acknowledged() => [.. clients.SelectMany(client => client.Log.Lines()).Where(line => line.Result is not null)];

        TimeSpan took;
        await using (var server = await ServerProcess.StartAsync(_place.Data))
        {
            var running = clients.Select(client => client.RunAsync(server)).ToArray();
            await alarm.UntilAsync(() => running.Any(client => client.IsCompleted) || clients.All(client => client.IsVerified));
            foreach (var client in clients) client.Write();
            await alarm.UntilAsync(() => running.Any(client => client.IsCompleted) || Acknowledged().Length > 1_000);
            var start = Stopwatch.GetTimestamp();
            Assert.Equal(0, await server.TerminateAsync());
            took = Stopwatch.GetElapsedTime(start);
            await Task.WhenAll(running);
        }

        Assert.True(took < Soon, $"It took {took}.");
        await using var again = await ServerProcess.StartAsync(_place.Data);
        var copy = await Copy.FetchAsync(again.Address, again.Token, Map);
        Ledger.AssertPresent(Acknowledged(), copy);
        var applied = Acknowledged().Count(line => line.Result!.Code == OpResultCode.Applied);
        output.WriteLine($"Stopped in {took.TotalMilliseconds:F0} ms; {copy.Cursor!.Version} versions committed, {applied} of them acknowledged, {clients.Sum(client => client.Log.Count)} ops sent.");
        Assert.Equal(copy.Cursor.Version, (ulong)applied);
    }

    [Fact]
    public async Task A_client_that_ends_its_side_still_gets_its_results()
    {
        const int Ops = 50;
        await using var server = await ServerProcess.StartAsync(_place.Data);
        using var stream = await WireStream.OpenAsync(server.Address, server.Token, "brief");
        var log = new WriterLog("brief", "brief");
        for (var i = 0; i < Ops; i++) log.Add(Ledger.Write($"key-{i}", $"{i}"));
        await stream.SendAsync(log.Batch(1, Ops));
        await stream.CompleteAsync();

        while (await stream.ReadAsync() is { } frame) log.Take(frame.OpResults);

        Assert.Equal(Ops, log.Answered);
    }
}
