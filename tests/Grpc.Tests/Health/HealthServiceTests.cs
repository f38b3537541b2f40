using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using TopGun.Grpc.Server.Health;
using TopGun.Grpc.Tests.Protos;
using static Grpc.Health.V1.HealthCheckResponse.Types;
using HealthClient = Grpc.Health.V1.Health.HealthClient;

namespace TopGun.Grpc.Tests.Health;

/// <summary>The standard health service follows the life of the server.</summary>
public sealed class HealthServiceTests
{
    private const string Service = "topgun.grpc.tests.ProbeService";

    [Theory]
    [InlineData("")]
    [InlineData(Service)]
    public async Task It_follows_the_life_of_the_server(string service)
    {
        await using var host = await StartAsync();
        var client = new HealthClient(host.Channel);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, service));
        host.Get<HealthState>().Move(HealthPhase.Serving);
        Assert.Equal(ServingStatus.Serving, await CheckAsync(client, service));
        host.Get<HealthState>().Move(HealthPhase.Stopping);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, service));
        host.Get<HealthState>().Move(HealthPhase.Serving);
        Assert.Equal(ServingStatus.NotServing, await CheckAsync(client, service));
    }

    [Fact]
    public async Task Who_watches_is_told_each_change_and_sent_away_at_the_end()
    {
        await using var host = await StartAsync();
        using var call = new HealthClient(host.Channel).Watch(new HealthCheckRequest { Service = Service });
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        host.Get<HealthState>().Move(HealthPhase.Serving);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));
        host.Get<HealthState>().Move(HealthPhase.Stopping);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => call.ResponseStream.MoveNext()));
    }

    [Fact]
    public async Task A_service_that_is_not_there_is_not_found_and_its_watchers_wait()
    {
        await using var host = await StartAsync();
        host.Get<HealthState>().Move(HealthPhase.Serving);
        var client = new HealthClient(host.Channel);
        Assert.Equal(StatusCode.NotFound, await Failing.StatusAsync(() => CheckAsync(client, "no.such.Service")));
        using var call = client.Watch(new HealthCheckRequest { Service = "no.such.Service" });
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
    }

    private static async Task<ServingStatus> CheckAsync(HealthClient client, string service)
        => (await client.CheckAsync(new HealthCheckRequest { Service = service })).Status;

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext());
        return call.ResponseStream.Current.Status;
    }

    private static Task<TestHost> StartAsync() => TestHost.StartAsync(map: app =>
    {
        app.MapGrpcService<Probe>();
        app.MapGrpcService<HealthService>();
    });
}
