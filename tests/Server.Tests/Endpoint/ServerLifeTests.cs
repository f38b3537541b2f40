using System.Net;
using Grpc.Core;
using Grpc.Health.V1;
using TopGun.Core.Sync;
using TopGun.Server.Tests.Storage;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>The server as an operator sees it: its health, its end, and its file.</summary>
public class ServerLifeTests
{
    [Fact]
    public async Task It_is_alive_and_ready()
    {
        await using var server = await TestServer.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });

        Assert.Equal("ok\n", await http.GetStringAsync(new Uri(server.WebAddress, "/healthz")));
        Assert.Equal("ready\n", await http.GetStringAsync(new Uri(server.WebAddress, "/readyz")));
        var health = await new Health.HealthClient(server.Channel).CheckAsync(new HealthCheckRequest { Service = "topgun.v1.SyncService" });
        Assert.Equal(ServingStatus.Serving, health.Status);
    }

    [Fact]
    public async Task While_it_stops_it_is_alive_but_not_ready_and_sends_its_clients_away()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var watch = new Health.HealthClient(server.Channel).Watch(new HealthCheckRequest());
        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(ServingStatus.Serving, watch.ResponseStream.Current.Status);
        server.BeginToStop();

        Assert.True(await watch.ResponseStream.MoveNext());
        Assert.Equal(ServingStatus.NotServing, watch.ResponseStream.Current.Status);

        Assert.Contains("stopping", await client.EndsWith(StatusCode.Unavailable, Wire.ErrorCode.Unavailable));
        Assert.Equal("ok\n", await http.GetStringAsync(new Uri(server.WebAddress, "/healthz")));
        using var ready = await http.GetAsync(new Uri(server.WebAddress, "/readyz"));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "not ready\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task When_the_client_ends_its_side_the_status_is_ok()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        await client.End();

        Assert.Equal(StatusCode.OK, await client.Outcome());
    }

    [Fact]
    public async Task A_client_that_goes_without_a_word_leaves_no_trace()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            using var client = await server.Connect($"node-{i}");
            await client.Send(new Subscribe(1, "notes", null, []));
            await client.Send(new TestWriter("notes", $"node-{i}").NewOps(10));
        }

        await server.LivesOn();
    }

    [Fact]
    public async Task Without_Hello_the_stream_ends_and_the_next_one_is_served()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time);
        using var client = server.Open($"Bearer {server.Token()}");
        await time.WhenTimerIsDueIn(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("No Hello came within 10 s", await client.EndsWith(StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame));
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-STO-1")]
    public async Task What_it_answered_is_there_after_a_restart_on_its_own_file()
    {
        using var directory = new DataDirectory();
        var writer = new TestWriter("notes") { FirstSentMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() };
        var batch = writer.NewOps(20);
        IReadOnlyList<OpResult> results;
        await using (var first = await TestServer.StartAsync(TimeProvider.System, directory.File()))
        {
            using var client = await first.Connect();
            results = await client.Settle(batch);
        }

        await using var second = await TestServer.StartAsync(TimeProvider.System, directory.File());
        using var again = await second.Connect();
        Assert.Equal(results, await again.Settle(batch));
        await again.Send(new Subscribe(1, "notes", null, []));
        Assert.Equal(20, (await again.Next<ChangePage>()).Records.Count);
    }
}
