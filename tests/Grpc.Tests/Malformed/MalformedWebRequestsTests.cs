using System.Net;
using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using TopGun.Grpc.Tests.Protos;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>A server under requests of gRPC-Web over HTTP/1.1 that are wrong in every place: it neither falls nor hangs, and keeps nothing of them.</summary>
/// <remarks>A fifth of the number that TOPGUN_SEEDS says, 600 by default. A failure prints the seed of its connection.</remarks>
[Collection(nameof(MemoryMeasured))]
public sealed class MalformedWebRequestsTests(ITestOutputHelper output)
{
    private const int Most = 4;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact, Trait("Pitfall", "29"), Trait("Pitfall", "30")]
    public async Task The_server_lives_on_and_keeps_nothing()
    {
        var exchanges = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? "3000") / 5;
        await using var host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = 1_000_000, protocols: HttpProtocols.Http1);
        var client = host.ClientOf(WireForm.Web, HttpVersion.Version11);
        var handlers = new OpenHandlers(host.Script);
        var memory = new KeptMemory();
        var (sent, isWarm, answers) = (0, false, new SortedDictionary<string, int>());
        for (var seed = 0; sent < exchanges; seed++)
        {
            if (!isWarm && sent >= exchanges / 10)
            {
                memory.Begin();
                isWarm = true;
            }

            sent += await PlayAsync(host, seed, answers);
            if (seed % 20 == 0) await AskAsync(client, seed);
            CheckErrors(host, $"The connection of seed {seed}, or one before,");
        }

        await handlers.WhenAllHaveEndedAsync(client);
        var kept = memory.End();
        // What a connection still has to say, it says before it is over.
        using var patience = new CancellationTokenSource(Patience);
        await host.StopAsync(patience.Token);
        CheckErrors(host, "The end of the server");
        output.WriteLine($"{sent} requests: {kept} {string.Join(", ", answers.Select(answer => $"{answer.Value} of {answer.Key}"))}.");
        // What it was asked was so wrong that HTTP refuses it, wrong as gRPC, and right now and then.
        Assert.All(["400", "415", "200"], status => Assert.Contains(status, answers.Keys));
    }

    // One after the other on a connection, which may be broken in the middle, or else is ended in order.
    private static async Task<int> PlayAsync(TestHost host, int seed, SortedDictionary<string, int> answers)
    {
        var random = new Random(seed);
        using var connection = await RawHttp1.ConnectAsync(host.Address);
        var sent = 0;
        try
        {
            for (var count = random.Next(1, Most + 1); count > 0; count--, sent++)
                foreach (var piece in MutilatedRequest.Make(random).Chunk(random.Next(1, 64 * 1024)).Take(50)) await connection.SendAsync(piece);
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            // The server has closed the connection, as it may.
            sent++;
        }

        if (random.Next(4) == 0)
        {
            connection.Break();
            return sent;
        }

        try
        {
            var said = Encoding.Latin1.GetString(await connection.EndAsync(Patience));
            foreach (var answer in said.Split("HTTP/1.1 ").Skip(1).Where(line => line.Length > 3).Select(line => line[..3])) answers[answer] = answers.GetValueOrDefault(answer) + 1;
        }
        catch (TimeoutException)
        {
            Assert.Fail($"The connection of seed {seed} has no end.");
        }

        return sent;
    }

    private static void CheckErrors(TestHost host, string cause)
    {
        while (host.Errors.TryDequeue(out var error))
        {
            // Kestrel's own, when a connection breaks while its body is read: it does not take the broken read for ended.
            if (!error.Contains("automatic draining of the request body failed", StringComparison.Ordinal)) Assert.Fail($"{cause} has led to: {error}");
        }
    }

    private static async Task AskAsync(ProbeService.ProbeServiceClient client, int seed)
    {
        try
        {
            Assert.Equal("right", (await client.AskAsync(new Note { Text = "right" }).ResponseAsync.WaitAsync(Patience)).Text);
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            Assert.Fail($"After the connection of seed {seed} the server does not answer: {e.Message}");
        }
    }
}
