using Grpc.Core;
using TopGun.Server.Tests.Auth;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Registering;

/// <summary>What is asked of resolvers in calls of their own.</summary>
public class ResolverServiceTests
{
    private const string Map = "seats";

    [Fact]
    public async Task Registering_listing_trying_and_taking_back()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
            options.Resolvers.Add(Map, Server.Resolvers.BuiltInResolvers.NonNegative()));
        var service = new Wire.ResolverService.ResolverServiceClient(server.Channel);

        Assert.Equal(1u, (await service.RegisterResolverAsync(Register(), As(server))).Claims);
        Assert.Equal(2u, (await service.RegisterResolverAsync(Register(), As(server, "bob"))).Claims);

        var list = await service.ListResolversAsync(new(), As(server));
        Assert.Equal(["NON_NEGATIVE", "first-write-wins"], list.Resolvers.Select(listed => listed.Resolver.Name));
        Assert.Equal([Wire.ResolverOrigin.Server, Wire.ResolverOrigin.Client], list.Resolvers.Select(listed => listed.Origin));
        Assert.Equal((2u, true, 50u, "*"), (list.Resolvers[1].Claims, list.Resolvers[1].IsMine, list.Resolvers[1].Resolver.Priority, list.Resolvers[1].Resolver.KeyPattern));

        var tried = await service.DryRunResolverAsync(new() { Map = Map, Write = new() { Key = "A1", Base = Wire.WriteBase.Absent, Value = new() { Int64Value = -1 } } }, As(server));
        Assert.Equal((Wire.OpResultCode.MergeRejected, "NON_NEGATIVE"), (tried.Code, tried.Resolver));

        Assert.Equal(1u, (await service.UnregisterResolverAsync(new() { Map = Map, Name = "first-write-wins" }, As(server))).Claims);
        Assert.Equal(0u, (await service.UnregisterResolverAsync(new() { Map = Map, Name = "first-write-wins" }, As(server, "bob"))).Claims);
    }

    [Fact]
    public async Task Every_refusal_has_its_status_and_its_code()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
        {
            options.Permissions.Add(new() { Roles = ["ruler"], Maps = ["ruled"], Actions = Core.Access.MapAction.Resolve });
            options.Resolvers.Add(Map, Server.Resolvers.BuiltInResolvers.NonNegative());
        });
        var service = new Wire.ResolverService.ResolverServiceClient(server.Channel);

        await Fails(service.RegisterResolverAsync(Register(), new CallOptions()), StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated);
        await Fails(service.RegisterResolverAsync(Register("ruled"), As(server)), StatusCode.PermissionDenied, Wire.ErrorCode.Forbidden);
        await Fails(service.RegisterResolverAsync(Register(code: "return ]"), As(server)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidResolver);
        await Fails(service.RegisterResolverAsync(Register(name: "NON_NEGATIVE"), As(server)), StatusCode.AlreadyExists, Wire.ErrorCode.AlreadyExists);
        await Fails(service.RegisterResolverAsync(new() { Map = Map }, As(server)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await Fails(service.RegisterResolverAsync(Register(""), As(server)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await Fails(service.UnregisterResolverAsync(new() { Map = Map, Name = "none" }, As(server)), StatusCode.NotFound, Wire.ErrorCode.NotFound);
        await Fails(service.ListResolversAsync(new() { PageToken = "?" }, As(server)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        await Fails(service.DryRunResolverAsync(new() { Map = Map }, As(server)), StatusCode.InvalidArgument, Wire.ErrorCode.InvalidFrame);
        for (var i = 0; i < 10; i++) await service.RegisterResolverAsync(Register(name: $"rule-{i}"), As(server));
        await Fails(service.RegisterResolverAsync(Register(name: "rule-10"), As(server)), StatusCode.ResourceExhausted, Wire.ErrorCode.LimitExceeded);
        await server.LivesOn();
    }

    [Fact]
    public async Task Maps_that_the_caller_may_not_read_are_left_out_of_a_list_and_pages_have_an_end()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
        {
            options.Permissions.Clear();
            options.Permissions.Add(new() { Maps = ["{sub}-*"], Actions = Core.Access.MapAction.Read | Core.Access.MapAction.Put });
        });
        var service = new Wire.ResolverService.ResolverServiceClient(server.Channel);
        await service.RegisterResolverAsync(Register("bob-1"), As(server, "bob"));
        for (var map = 0; map < 3; map++)
            for (var i = 0; i < 4; i++)
                await service.RegisterResolverAsync(Register($"alice-{map}", $"rule-{i}", $"return {{ action: 'local' }}; // {new string('x', 40_000)}"), As(server));

        List<string> listed = [];
        var pages = 0;
        for (var token = ""; pages == 0 || token.Length > 0; pages++)
        {
            var page = await service.ListResolversAsync(new() { PageToken = token }, As(server));
            listed.AddRange(page.Resolvers.Select(one => $"{one.Map}/{one.Resolver.Name}"));
            token = page.NextPageToken;
        }

        Assert.Equal(2, pages);
        Assert.Equal(from map in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 4) select $"alice-{map}/rule-{i}", listed);
        await Fails(service.ListResolversAsync(new() { Map = "bob-1" }, As(server)), StatusCode.PermissionDenied, Wire.ErrorCode.Forbidden);
    }

    [Fact]
    public async Task A_watcher_is_told_of_refusals_of_his_own_ops_and_of_no_others()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
            options.Resolvers.Add(Map, Server.Resolvers.BuiltInResolvers.FirstWriteWins(new() { Reason = "Taken." })));
        var service = new Wire.ResolverService.ResolverServiceClient(server.Channel);
        using var watch = service.WatchRejections(new() { Map = Map }, As(server));
        await watch.ResponseHeadersAsync;

        foreach (var user in new[] { "bob", "alice" })
        {
            using var client = await server.Connect($"{user}-1", user);
            var writer = new TestWriter(Map, $"{user}-1") { FirstSentMs = server.NowMs };
            await client.Settle(writer.Batch(writer.Set("A1", user), writer.Set("A1", $"{user} again")));
        }

        for (var number = 1ul; number <= 2; number++)
        {
            Assert.True(await watch.ResponseStream.MoveNext(default));
            var rejection = watch.ResponseStream.Current.Rejection;
            Assert.Equal(("A1", "Taken.", "alice-1", number), (rejection.Key, rejection.Reason, rejection.Writer.NodeId, rejection.Number));
            Assert.True(rejection.HasCurrent);
        }

        server.BeginToStop();
        var ended = await Assert.ThrowsAsync<RpcException>(() => watch.ResponseStream.MoveNext(default));
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
    }

    private static CallOptions As(TestServer server, string user = "alice") => new([new("authorization", $"Bearer {server.Token(user)}")]);

    private static Wire.RegisterResolverRequest Register(string map = Map, string name = "first-write-wins", string code = "return { action: 'local' };")
        => new() { Map = map, Resolver = new() { Name = name, Code = code } };

    private static async Task Fails<T>(AsyncUnaryCall<T> call, StatusCode status, Wire.ErrorCode code)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(async () => await call);
        Assert.Equal(status, failure.StatusCode);
        Assert.Equal(Wire.ErrorReflection.Descriptor.EnumTypes[0].FindValueByNumber((int)code).Name, failure.Trailers.GetValue("topgun-error"));
    }
}
