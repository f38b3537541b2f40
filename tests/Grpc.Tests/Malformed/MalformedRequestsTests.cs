using System.Net.Sockets;
using System.Text;
using Grpc.Core;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>A server under exchanges that are wrong in every place: it neither falls nor hangs, and keeps nothing of them.</summary>
/// <remarks>3,000 exchanges by default; TOPGUN_SEEDS says how many otherwise. A failure prints the seed of its connection.</remarks>
[Collection(nameof(MemoryMeasured))]
public sealed class MalformedRequestsTests(ITestOutputHelper output)
{
    private const int ExchangesPerConnection = 10;
    private static readonly string[] Paths = ["Ask", "Collect", "Tell", "Talk", "Absent", "", "Ask/Ask", "\u00ff"];
    private static readonly string[] ContentTypes =
    [
        "application/grpc", "application/grpc", "application/grpc+proto", "application/grpc-web", "application/grpc-web-text", "application/json", "",
    ];

    private static readonly int[] ResetCodes = [0, 1, 2, 7, 8, 0xb, 0xd, 0x7fffffff];

    [Fact, Trait("Pitfall", "1")]
    public async Task The_server_lives_on_and_keeps_nothing()
    {
        var exchanges = int.Parse(Environment.GetEnvironmentVariable("TOPGUN_SEEDS") ?? "3000");
        await using var host = await TestHost.StartAsync(options => options.MaxReceiveMessageSize = 1_000_000);
        var handlers = new OpenHandlers(host.Script);
        var memory = new KeptMemory();
        for (var seed = 0; seed < exchanges / ExchangesPerConnection; seed++)
        {
            if (seed == exchanges / ExchangesPerConnection / 10) memory.Begin();
            await PlayAsync(host, seed);
        }

        await handlers.WhenAllHaveEndedAsync(host.Client);
        output.WriteLine($"{exchanges} exchanges: {memory.End()}");
    }

    private async Task PlayAsync(TestHost host, int seed)
    {
        var random = new Random(seed);
        try
        {
            await using var connection = await RawHttp2.ConnectAsync(host.Address);
            await connection.BeginAsync();
            for (var i = 0; i < ExchangesPerConnection && !connection.Closed.IsCompleted; i++) await ExchangeAsync(connection, (2 * i) + 1, random);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The server has closed the connection, as it may.
        }

        if (seed % 20 != 0) return;
        try
        {
            await host.Client.AskAsync(new Note()).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (Exception e) when (e is RpcException or TimeoutException)
        {
            Assert.Fail($"After the connection of seed {seed} the server does not answer: {e.Message}");
        }
    }

    private static async Task ExchangeAsync(RawHttp2 connection, int stream, Random random)
    {
        if (random.Next(40) == 0)
        {
            // No frame that HTTP/2 knows, or one in the wrong place.
            await connection.SendFrameAsync((byte)random.Next(12), (byte)random.Next(256), random.Next(4), Mutilated.Noise(random, 40));
            return;
        }

        var contentType = ContentTypes[random.Next(ContentTypes.Length)];
        await connection.SendHeadersAsync(stream, "/topgun.grpc.tests.ProbeService/" + Paths[random.Next(Paths.Length)], contentType, Headers(random));
        if (random.Next(10) == 0) await connection.ResetAsync(stream, ResetCodes[random.Next(ResetCodes.Length)]);
        var body = Mutilated.Body(random);
        if (contentType.Contains("text", StringComparison.Ordinal) && random.Next(4) > 0) body = Encoding.ASCII.GetBytes(Convert.ToBase64String(body));
        foreach (var piece in body.Chunk(random.Next(1, 16 * 1024)).Take(50)) await connection.SendDataAsync(stream, piece);
        switch (random.Next(4))
        {
            case 0: await connection.ResetAsync(stream, ResetCodes[random.Next(ResetCodes.Length)]); break;
            case 1: break; // left open, until the connection goes
            default: await connection.EndAsync(stream); break;
        }
    }

    private static (string, string)[] Headers(Random random) => random.Next(12) switch
    {
        0 => [("grpc-encoding", "gzip")],
        1 => [("grpc-encoding", "snappy")],
        2 => [("grpc-timeout", "99999999H")],
        3 => [("grpc-timeout", "-1S")],
        4 => [("grpc-timeout", "1n")],
        5 => [("x-bin", "?")],
        6 => [("x", new string('x', random.Next(100_000)))],
        7 => [.. Enumerable.Range(0, random.Next(300)).Select(i => ($"x{i}", "y"))],
        8 => [("Upper", "case")],
        9 => [("grpc-accept-encoding", ",,,gzip,,"), ("grpc-encoding", "gzip")],
        _ => [],
    };
}
