using System.Diagnostics;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>What fails, and how a caller knows why.</summary>
internal static class FailureScenarios
{
    public static (string, Func<World, Task>)[] All =>
    [
        ("token-missing", TokenMissingAsync),
        ("token-expired", TokenExpiredAsync),
        ("forbidden", ForbiddenAsync),
        ("invalid", InvalidAsync),
        ("deadline", DeadlineAsync),
        ("idempotency-repeat", IdempotencyRepeatAsync),
        ("idempotency-reused", IdempotencyReusedAsync),
        ("retry-lost-answer", RetryLostAnswerAsync),
    ];

    private static async Task TokenMissingAsync(World world)
    {
        using var channel = GrpcChannel.ForAddress(World.Address);
        await UnauthenticatedAsync(world, new MapService.MapServiceClient(channel));
    }

    private static async Task TokenExpiredAsync(World world)
    {
        using var channel = GrpcChannel.ForAddress(World.Address);
        await UnauthenticatedAsync(world, new TopGunServer(channel, World.Variable("EXPIRED_TOKEN")).Map);
    }

    private static Task<Failure> UnauthenticatedAsync(World world, MapService.MapServiceClient map) => World.RefusalAsync(
        async () => await map.GetAsync(new GetRequest { Map = world.Map, Key = "k" }, deadline: World.Deadline), StatusCode.Unauthenticated, "ERROR_CODE_UNAUTHENTICATED");

    private static async Task ForbiddenAsync(World world)
    {
        await world.PutAsync("k", 1);
        using var channel = GrpcChannel.ForAddress(World.Address);
        var reader = new TopGunServer(channel, World.Variable("READER_TOKEN")).Map;
        var request = new PutRequest { Map = world.Map, Key = "k", Value = Values.ToValue(2) };
        await World.RefusalAsync(async () => await reader.PutAsync(request, deadline: World.Deadline), StatusCode.PermissionDenied, "OP_RESULT_CODE_FORBIDDEN");
        World.Expect(Values.ToNative((await reader.GetAsync(new GetRequest { Map = world.Map, Key = "k" }, deadline: World.Deadline)).Entry.Value), 1, "what the reader reads");
    }

    private static async Task InvalidAsync(World world)
    {
        await RefusedAsync(async () => await world.Server.Map.PutAsync(new PutRequest { Map = world.Map, Key = "k" }, deadline: World.Deadline));
        await RefusedAsync(async () => await world.Server.Map.GetAsync(new GetRequest { Key = "k" }, deadline: World.Deadline));

        static async Task RefusedAsync(Func<Task> call)
        {
            try
            {
                await call();
                throw new InvalidOperationException("nothing was refused");
            }
            catch (RpcException failed)
            {
                var failure = Failure.Of(failed);
                World.Expect(new object[] { failed.StatusCode.ToString(), failure.Reason.Length > 0, failure.Message.Length > 0 }, new object[] { "InvalidArgument", true, true }, "the refusal");
            }
        }
    }

    private static async Task DeadlineAsync(World world)
    {
        var begun = Stopwatch.GetTimestamp();
        using var call = world.Server.Map.Watch(new WatchRequest { Map = world.Map }, deadline: DateTime.UtcNow.AddMilliseconds(500));
        try
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None));
            throw new InvalidOperationException("the watch ended by itself");
        }
        catch (RpcException failed)
        {
            World.Expect(failed.StatusCode.ToString(), "DeadlineExceeded", "the status");
        }

        World.Expect(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(10), true, "whether it ended in time");
    }

    private static async Task IdempotencyRepeatAsync(World world)
    {
        var key = Guid.NewGuid().ToString();
        var first = await world.PutAsync("k", World.Object(("n", 1)), idempotencyKey: key);
        await world.PutAsync("k", World.Object(("n", 2)));
        World.Expect((await world.PutAsync("k", World.Object(("n", 1)), idempotencyKey: key)).Equals(first), true, "whether the repeat has the first one's answer");
        World.Expect(await world.ValueAsync("k"), World.Object(("n", 2)), "the record");
    }

    private static async Task IdempotencyReusedAsync(World world)
    {
        var key = Guid.NewGuid().ToString();
        await world.PutAsync("k", World.Object(("n", 1)), idempotencyKey: key);
        var refused = await World.RefusalAsync(() => world.PutAsync("k", World.Object(("n", 2)), idempotencyKey: key), StatusCode.FailedPrecondition, "ERROR_CODE_KEY_REUSED");
        World.Expect(refused.Metadata["idempotency_key"], key, "the key of the refusal");
    }

    private static async Task RetryLostAnswerAsync(World world)
    {
        var first = new ResolverDefinition { Name = "first", BuiltIn = new BuiltInRule { Kind = "FIRST_WRITE_WINS" } };
        await world.Server.Resolvers.RegisterResolverAsync(new RegisterResolverRequest { Map = world.Map, Resolver = first }, deadline: World.Deadline);
        using var channel = GrpcChannel.ForAddress($"http://{World.Variable("LOSSY_ADDRESS")}");
        var lossy = new TopGunServer(channel, World.Variable("TOKEN"));
        var request = new PutRequest { Map = world.Map, Key = "k", Value = Values.ToValue(World.Object(("n", 1))) };
        var answer = await lossy.WriteAsync((put, options) => lossy.Map.PutAsync(put, options), request);
        World.Expect(new object[] { (long)answer.Version, answer.Superseded }, new object[] { (long)(await world.GetAsync("k"))!.Version, false }, "the answer");
        World.Expect(await world.ValueAsync("k"), World.Object(("n", 1)), "the record");
    }
}
