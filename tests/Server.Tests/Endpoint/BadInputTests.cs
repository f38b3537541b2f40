using System.Net;
using System.Net.Sockets;
using System.Text;
using Google.Protobuf;
using Grpc.Core;
using TopGun.Core.Sync;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>What should never come over a port, and what becomes of it. After each the server serves others as before.</summary>
public class BadInputTests
{
    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_kind_of_frame_that_nobody_knows_ends_the_stream()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        // Field 15 of the frame, a message without fields.
        await client.Send([0x0A, 0x02, 0x7A, 0x00]);

        Assert.Contains("no kind that is known", await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame));
        await server.LivesOn();
    }

    [Theory, Trait("Invariant", "INV-SES-3")]
    [InlineData("")]
    [InlineData("0A00")]
    [InlineData("FFFFFFFF")]
    [InlineData("0A0712FFFFFFFF0708")]
    [InlineData("0A0512030A01FF")]
    [InlineData("0AFFFFFFFFFFFFFFFFFF01")]
    [InlineData("474554202F20485454502F312E310D0A")]
    public async Task A_message_that_is_no_request_ends_the_stream(string hex)
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        await client.Send(Convert.FromHexString(hex));

        await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task Nor_does_any_other_message_do_harm()
    {
        const int Seed = 815;
        var random = new Random(Seed);
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            using var client = await server.Connect();
            var bytes = new byte[random.Next(1, 64)];
            random.NextBytes(bytes);
            await client.Send(bytes);
            await client.End();
            Assert.True(await client.Outcome() is StatusCode.InvalidArgument or StatusCode.OK, $"Seed {Seed}, round {i}: {Convert.ToHexString(bytes)}");
        }

        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_frame_that_was_changed_on_its_way_does_no_harm()
    {
        const int Seed = 4711;
        var random = new Random(Seed);
        await using var server = await TestServer.StartAsync();
        var frame = TopGun.Protocol.Frames.ClientFrameMapping.ToRequest(new TestWriter("notes").NewOps(3)).ToByteArray();
        for (var i = 0; i < 100; i++)
        {
            using var client = await server.Connect();
            var bytes = frame.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await client.Send(bytes);
            await client.End();
            var outcome = await client.Outcome();
            Assert.True(outcome is StatusCode.InvalidArgument or StatusCode.ResourceExhausted or StatusCode.OK, $"Seed {Seed}, round {i}: {outcome}");
        }

        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_frame_over_the_limit_is_refused_with_its_size_and_the_bound()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        await client.Send(new byte[SyncLimits.Default.MaxFrameBytes + 1]);

        var message = await client.EndsWith(StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded);
        Assert.Contains("4194305", message);
        Assert.Contains("4194304", message);
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task So_are_a_batch_and_the_name_of_a_map()
    {
        await using var server = await TestServer.StartAsync();
        using var batch = await server.Connect();
        await batch.Send(new TestWriter("notes").NewOps(1_001));
        Assert.Contains("1,001 ops; at most 1,000", await batch.EndsWith(StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded));

        using var name = await server.Connect();
        await name.Send(new Subscribe(1, new string('m', 129), null, []));
        Assert.Contains("129 bytes; at most 128", await name.EndsWith(StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded));
        await server.LivesOn();
    }

    [Theory, Trait("Invariant", "INV-SES-3")]
    [InlineData("")]
    [InlineData("node~1")]
    [InlineData("node 1")]
    [InlineData("n\u00F6de")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_node_id_of_a_wrong_form_is_refused(string nodeId)
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Open($"Bearer {server.Token()}");
        await client.Send(new Hello(1, 1, nodeId, [], "test"));

        Assert.Contains("Node id", await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame));
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task Numbers_that_do_not_follow_on_each_other_in_a_batch_end_the_stream()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var batch = new TestWriter("notes").NewOps(3);
        await client.Send(batch with { Ops = [batch.Ops[0], batch.Ops[2]] });

        Assert.Contains("Op 3 follows on op 1", await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame));
        await server.LivesOn();
    }

    [Theory, Trait("Invariant", "INV-SES-3")]
    [InlineData("0500000001AA")]
    [InlineData("0100000001AA")]
    [InlineData("00000000FFAA")]
    [InlineData("000000")]
    public async Task A_body_that_is_no_gRPC_is_refused_as_an_invalid_frame(string hex)
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, "/topgun.v1.SyncService/Sync"))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Convert.FromHexString(hex)),
        };
        request.Content.Headers.TryAddWithoutValidation("content-type", "application/grpc");
        request.Headers.TryAddWithoutValidation("authorization", $"Bearer {server.Token()}");

        using var response = await http.SendAsync(request);
        await response.Content.ReadAsByteArrayAsync();

        Assert.Equal("3", Assert.Single(response.TrailingHeaders.GetValues("grpc-status")));
        Assert.Equal("ERROR_CODE_INVALID_FRAME", Assert.Single(response.TrailingHeaders.GetValues("topgun-error")));
        await server.LivesOn();
    }

    [Theory, Trait("Invariant", "INV-SES-3")]
    [InlineData("GET / HTTP/1.1\r\nHost: x\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001\u0000")]
    [InlineData("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nnonsense nonsense nonsense nonsense nonsense")]
    [InlineData("")]
    public async Task Garbage_on_the_port_ends_that_connection_alone(string garbage)
    {
        await using var server = await TestServer.StartAsync();
        using var other = await server.Connect();
        foreach (var address in new[] { server.Address, server.WebAddress })
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, address.Port);
            await SendAndReadToEnd(tcp, Encoding.Latin1.GetBytes(garbage)).WaitAsync(TimeSpan.FromSeconds(30));
        }

        await other.Send(new Ping(1));
        await other.Next<Pong>();
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task Random_bytes_on_the_port_do_too()
    {
        var random = new Random(99);
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 30; i++)
        {
            using var tcp = new TcpClient();
            await tcp.ConnectAsync(IPAddress.Loopback, server.Address.Port);
            var bytes = new byte[random.Next(1, 4_096)];
            random.NextBytes(bytes);
            await SendAndReadToEnd(tcp, bytes).WaitAsync(TimeSpan.FromSeconds(30));
        }

        await server.LivesOn();
    }

    private static async Task SendAndReadToEnd(TcpClient tcp, byte[] bytes)
    {
        var stream = tcp.GetStream();
        try
        {
            await stream.WriteAsync(bytes);
            tcp.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(Stream.Null);
        }
        catch (Exception reset) when (reset is IOException or SocketException)
        {
            // Reset is an end too.
        }
    }
}
