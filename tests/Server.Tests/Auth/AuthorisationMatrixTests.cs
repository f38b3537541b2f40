using Google.Protobuf.Reflection;
using Grpc.Core;
using TopGun.Core.Access;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Auth;

/// <summary>What each call and each frame needs. One that is added to the contract without a row here fails these tests.</summary>
public sealed class AuthorisationMatrixTests
{
    private const string Map = "ledger";

    /// <summary>For each call: what its user needs on the map, and a call that is right but for that.</summary>
    private static readonly Dictionary<string, (MapAction Needs, Func<CallInvoker, Metadata, Task> Call)> Calls = new()
    {
        ["SyncService.Sync"] = (MapAction.None, (to, token) => Conversation(to, token)),
        ["SyncService.OpenSession"] = (MapAction.None, (to, token) => First(new Wire.SyncService.SyncServiceClient(to).OpenSession(new(), token).ResponseStream)),
        // With a good token the session is not known; whose it is, is looked at with the session.
        ["SyncService.SendFrames"] = (MapAction.None, (to, token) => new Wire.SyncService.SyncServiceClient(to).SendFramesAsync(new() { SessionToken = "none" }, token).ResponseAsync),
        ["MapService.Get"] = (MapAction.Read, (to, token) => Maps(to).GetAsync(new() { Map = Map, Key = "k" }, token).ResponseAsync),
        ["MapService.Put"] = (MapAction.Put, (to, token) => Maps(to).PutAsync(new() { Map = Map, Key = "k", Value = One }, token).ResponseAsync),
        ["MapService.Patch"] = (MapAction.Put, (to, token) => Maps(to).PatchAsync(new() { Map = Map, Key = "k", Patch = new() { Set = { ["f"] = One } } }, token).ResponseAsync),
        ["MapService.Remove"] = (MapAction.Remove, (to, token) => Maps(to).RemoveAsync(new() { Map = Map, Key = "k" }, token).ResponseAsync),
        ["MapService.AddElements"] = (MapAction.Put, (to, token) => Maps(to).AddElementsAsync(new() { Map = Map, Key = "k", Elements = { One } }, token).ResponseAsync),
        ["MapService.RemoveElements"] = (MapAction.Remove, (to, token) => Maps(to).RemoveElementsAsync(new() { Map = Map, Key = "k", Elements = { One } }, token).ResponseAsync),
        ["MapService.Count"] = (MapAction.Put, (to, token) => Maps(to).CountAsync(new() { Map = Map, Key = "k", Delta = 1 }, token).ResponseAsync),
        ["MapService.RemoveCounter"] = (MapAction.Remove, (to, token) => Maps(to).RemoveCounterAsync(new() { Map = Map, Key = "k" }, token).ResponseAsync),
        ["MapService.Batch"] = (MapAction.Put, (to, token) => Maps(to).BatchAsync(
            new() { Map = Map, Atomic = true, Writes = { new Wire.BatchWrite { Key = "k", Put = One } } }, token).ResponseAsync),
        ["MapService.Query"] = (MapAction.Read, (to, token) => First(Maps(to).Query(new() { Map = Map }, token).ResponseStream)),
        ["MapService.Watch"] = (MapAction.Read, (to, token) => First(Maps(to).Watch(new() { Map = Map }, token).ResponseStream)),
        ["ResolverService.RegisterResolver"] = (MapAction.Read | MapAction.Resolve, (to, token) => Resolvers(to).RegisterResolverAsync(new() { Map = Map, Resolver = Rule }, token).ResponseAsync),
        // Its own claim only, so with a right to the map or without there is none to give up.
        ["ResolverService.UnregisterResolver"] = (MapAction.None, (to, token) => Resolvers(to).UnregisterResolverAsync(new() { Map = Map, Name = "none" }, token).ResponseAsync),
        // Maps that the user may not read are left out.
        ["ResolverService.ListResolvers"] = (MapAction.None, (to, token) => Resolvers(to).ListResolversAsync(new(), token).ResponseAsync),
        ["ResolverService.DryRunResolver"] = (MapAction.Read | MapAction.Resolve, (to, token) => Resolvers(to).DryRunResolverAsync(
            new() { Map = Map, Write = new() { Key = "k", Base = Wire.WriteBase.Absent, Value = One } }, token).ResponseAsync),
        // Of the user's own ops only.
        ["ResolverService.WatchRejections"] = (MapAction.None, (to, token) => Opened(Resolvers(to).WatchRejections(new() { Map = Map }, token))),
    };

    /// <summary>Calls of the contract that this server does not serve yet. When it does, they need a row above.</summary>
    private static readonly string[] NotServed = [];

    /// <summary>For each kind of frame: what its user needs on the map; beyond that a good token and a node id of the user's own.</summary>
    private static readonly Dictionary<Wire.ClientFrame.KindOneofCase, MapAction> Frames = new()
    {
        [Wire.ClientFrame.KindOneofCase.Hello] = MapAction.None,
        [Wire.ClientFrame.KindOneofCase.OpBatch] = MapAction.Put,
        [Wire.ClientFrame.KindOneofCase.Subscribe] = MapAction.Read,
        [Wire.ClientFrame.KindOneofCase.Unsubscribe] = MapAction.None,
        [Wire.ClientFrame.KindOneofCase.Ping] = MapAction.None,
        [Wire.ClientFrame.KindOneofCase.ResolverCall] = MapAction.Read | MapAction.Resolve,
        // Of a subscription, so READ was asked for there; without one it is passed over.
        [Wire.ClientFrame.KindOneofCase.DigestRequest] = MapAction.Read,
        [Wire.ClientFrame.KindOneofCase.TokenRefresh] = MapAction.None,
        [Wire.ClientFrame.KindOneofCase.PurgeReceipt] = MapAction.None,
    };

    private static Wire.Value One => new() { Int64Value = 1 };

    private static Wire.ResolverDefinition Rule => new() { Name = "rule", Code = "return { action: 'local' };" };

    [Fact, Trait("Invariant", "INV-ACC-3")]
    public void Every_call_and_every_frame_of_the_contract_has_its_rule()
    {
        var served = typeof(Wire.SyncReflection).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(Wire.SyncReflection).Namespace && type.Name.EndsWith("Reflection", StringComparison.Ordinal))
            .SelectMany(type => ((FileDescriptor)type.GetProperty("Descriptor")!.GetValue(null)!).Services)
            .SelectMany(service => service.Methods.Select(method => $"{service.Name}.{method.Name}"));

        Assert.Equal(served.Order(), Calls.Keys.Concat(NotServed).Order());
        Assert.Equal(Enum.GetValues<Wire.ClientFrame.KindOneofCase>().Where(kind => kind != Wire.ClientFrame.KindOneofCase.None).Order(), Frames.Keys.Order());
    }

    [Fact, Trait("Invariant", "INV-ACC-3")]
    public async Task No_call_is_answered_without_a_token_or_without_what_it_needs()
    {
        await using var server = await StartAsync();
        var to = server.Channel.CreateCallInvoker();
        foreach (var (name, (needs, call)) in Calls)
        {
            Assert.True(await Outcome(call, to, []) == StatusCode.Unauthenticated, $"{name} without a token");
            Assert.True(await Outcome(call, to, Token(server, "no-one")) == StatusCode.PermissionDenied == (needs != MapAction.None), $"{name} without a permission");
            // Each right alone is too little where two are needed, and another right is no right.
            foreach (var action in new[] { MapAction.Read, MapAction.Put, MapAction.Remove, MapAction.Resolve })
                if ((action & needs) != needs)
                    Assert.True(await Outcome(call, to, Token(server, $"only-{action}")) == StatusCode.PermissionDenied, $"{name} with {action} alone");
            Assert.True(await Outcome(call, to, Token(server, "everything")) is not (StatusCode.PermissionDenied or StatusCode.Unauthenticated), $"{name} with every permission");
        }

        foreach (var name in NotServed)
            Assert.True(await Unserved(to, name, Token(server, "everything")) == StatusCode.Unimplemented, $"{name} is served and has no rule");
    }

    [Fact, Trait("Invariant", "INV-ACC-3")]
    public async Task No_frame_does_anything_that_its_user_may_not()
    {
        await using var server = await StartAsync();
        foreach (var action in new[] { MapAction.None, MapAction.Read, MapAction.Put, MapAction.Remove, MapAction.Resolve })
        {
            using var client = server.Open(Token(server, action == MapAction.None ? "no-one" : $"only-{action}")[0].Value);
            await client.Send(new Hello(1, 1, $"node-{action}", [Features.Digest, Features.Resolvers, Features.Refresh, Features.Revoked], "test"));
            await client.Next<Welcome>();

            var writer = new TestWriter(Map, $"node-{action}") { FirstSentMs = server.NowMs };
            Assert.Equal(
                [action == MapAction.Put ? OpResultCode.Applied : OpResultCode.Forbidden, action == MapAction.Remove ? OpResultCode.Superseded : OpResultCode.Forbidden],
                (await client.Settle(writer.Batch(writer.Set("k", 1), writer.Remove("none")))).Select(result => result.Code == OpResultCode.Applied && action == MapAction.Remove ? OpResultCode.Superseded : result.Code));

            await client.Send(new Subscribe(1, Map, null, []));
            List<ServerFrame> told = [];
            // A question before that would end the stream.
            while (told.LastOrDefault() is not (CaughtUp or SubscriptionEnded)) told.Add(await client.Next());
            await client.Send(new DigestRequest(1, [default], []));
            await client.Send(ClientFrameMapping.ToRequest(new ResolverCall(1, new ListResolvers(null))));
            await client.Send(new PurgeReceipt(Map));
            await client.Send(new Unsubscribe(9));
            await client.Send(new Ping(5));
            while (told.LastOrDefault() is not Pong) told.Add(await client.Next());
            Assert.Equal(action != MapAction.Read, told.Any(frame => frame is SubscriptionEnded { Error.Code: ErrorCode.Forbidden }));
            if (action != MapAction.Read) Assert.DoesNotContain(told, frame => frame is ChangePage or CaughtUp or DigestReply);
        }
    }

    private static Wire.MapService.MapServiceClient Maps(CallInvoker to) => new(to);

    private static Wire.ResolverService.ResolverServiceClient Resolvers(CallInvoker to) => new(to);

    private static async Task Conversation(CallInvoker to, Metadata token)
    {
        using var call = new Wire.SyncService.SyncServiceClient(to).Sync(token);
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(CancellationToken.None);
    }

    private static Task First<T>(IAsyncStreamReader<T> responses) => responses.MoveNext(CancellationToken.None);

    // Nothing comes of one that is taken, until something is refused; what is refused itself ends with its headers.
    private static async Task Opened<T>(AsyncServerStreamingCall<T> call)
    {
        if ((await call.ResponseHeadersAsync).GetValue("topgun-error") is not null) await call.ResponseStream.MoveNext(CancellationToken.None);
        call.Dispose();
    }

    private static async Task<StatusCode> Outcome(Func<CallInvoker, Metadata, Task> call, CallInvoker to, Metadata token)
    {
        try
        {
            await call(to, token).WaitAsync(TimeSpan.FromSeconds(30));
            return StatusCode.OK;
        }
        catch (RpcException failure)
        {
            return failure.StatusCode;
        }
    }

    private static Task<StatusCode> Unserved(CallInvoker to, string name, Metadata token)
    {
        var bytes = Marshallers.Create<byte[]>(message => message, message => message);
        var method = new Method<byte[], byte[]>(MethodType.Unary, $"topgun.v1.{name.Split('.')[0]}", name.Split('.')[1], bytes, bytes);
        return Outcome((invoker, headers) => invoker.AsyncUnaryCall(method, null, new CallOptions(headers), []).ResponseAsync, to, token);
    }

    private static Metadata Token(TestServer server, string subject) => new() { { "authorization", $"Bearer {server.Token(subject, $",\"roles\":[\"{subject}\"]")}" } };

    private static Task<TestServer> StartAsync() => TestServer.StartAsync(configure: options =>
    {
        options.Permissions.Clear();
        foreach (var action in new[] { MapAction.Read, MapAction.Put, MapAction.Remove, MapAction.Resolve })
            options.Permissions.Add(new() { Roles = [$"only-{action}"], Maps = [Map], Actions = action });
        options.Permissions.Add(new() { Roles = ["everything"], Maps = ["*"], Actions = MapAction.Read | MapAction.Put | MapAction.Remove | MapAction.Resolve });
    });
}
