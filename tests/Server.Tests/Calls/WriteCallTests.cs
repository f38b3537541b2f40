using Grpc.Core;
using TopGun.Core.Access;
using TopGun.Core.Calls;
using TopGun.Server.Tests.Endpoint;
using static TopGun.Server.Tests.Calls.CallClient;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Calls;

/// <summary>Writes of backends that keep no replica.</summary>
public sealed class WriteCallTests
{
    [Fact]
    public async Task What_is_put_patched_and_removed_is_there_or_gone_when_the_answer_comes()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        Assert.Equal(1ul, (await client.Put("tea", Object(("price", Number(5)), ("old", Number(1))))).Version);
        Assert.Equal(2ul, (await client.Put("tea", Object(("price", Number(6))))).Version);
        Assert.Equal(3ul, (await client.Patch("tea", "left", Number(7))).Version);
        var tea = await client.Get("tea");
        Assert.Equal(3ul, tea!.Version);
        Assert.Equal(Object(("price", Number(6)), ("left", Number(7))), tea.Value);
        Assert.Equal(Object(("left", Number(7))), (await client.Get("tea", "left"))!.Value);

        Assert.Equal(4ul, (await client.Remove("tea")).Version);
        Assert.Null(await client.Get("tea"));
        await client.Remove("tea");
        Assert.Null(await client.Get("tea"));
        await client.Put("tea", Text("plain"));
        Assert.Equal(Text("plain"), (await client.Get("tea"))!.Value);
    }

    [Fact]
    public async Task A_patch_makes_a_record_unless_it_says_that_it_must_be_there()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        var refused = await RefusedAsync(() => client.Patch("tea", "left", Number(7), mustExist: true));
        Assert.Equal((StatusCode.FailedPrecondition, "OP_RESULT_CODE_RECORD_REMOVED"), (refused.Status, refused.Reason));
        Assert.Equal(("stock", "tea"), (refused.Metadata["map"], refused.Metadata["key"]));

        await client.Patch("tea", "left", Number(7));
        await client.Patch("tea", "left", Number(8), mustExist: true);
        Assert.Equal(Object(("left", Number(8))), (await client.Get("tea"))!.Value);
    }

    [Fact, Trait("Invariant", "INV-TTL-1")]
    public async Task A_record_with_a_ttl_says_when_it_expires_and_is_gone_then()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time);
        var client = new CallClient(server);
        await client.Put("tea", Number(1), ttlMs: 60_000);
        Assert.Equal((ulong)time.NowMs + 60_000, (await client.Get("tea"))!.ExpiresAtMs);

        time.Advance(TimeSpan.FromSeconds(61));
        await client.Put("tea", Object());

        Assert.Equal(0ul, (await client.Get("tea"))!.ExpiresAtMs);
    }

    [Theory]
    [InlineData("", "OP_RESULT_CODE_INVALID", "Key of 0 bytes; 1 to 512 are accepted.")]
    [InlineData("long", "OP_RESULT_CODE_TOO_LARGE", "Key of 513 bytes; at most 512 are accepted.")]
    [InlineData("value", "ERROR_CODE_INVALID_FRAME", "Value is missing; it is required.")]
    [InlineData("map", "ERROR_CODE_LIMIT_EXCEEDED", "Map name of 129 bytes; at most 128 are accepted.")]
    [InlineData("idempotency", "ERROR_CODE_LIMIT_EXCEEDED", "Idempotency key of 256 bytes; 1 to 255 are accepted.")]
    [InlineData("ttl", "OP_RESULT_CODE_INVALID", "Ttl of 5 ms; 1,000 to 315,360,000,000 are accepted.")]
    public async Task What_is_wrong_with_a_write_is_named_with_its_bound(string what, string reason, string message)
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        var request = new Wire.PutRequest { Map = CallClient.Map, Key = "tea", Value = Number(1) };
        switch (what)
        {
            case "": request.Key = ""; break;
            case "long": request.Key = new string('k', 513); break;
            case "value": request.Value = null; break;
            case "map": request.Map = new string('m', 129); break;
            case "idempotency": request.IdempotencyKey = new string('i', 256); break;
            default: request.TtlMs = 5; break;
        }

        var failure = await Assert.ThrowsAsync<RpcException>(async () => await client.Stub.PutAsync(request, client.Headers));

        Assert.Equal(message, failure.Status.Detail);
        Assert.Equal(reason, (await RefusedAsync(async () => await client.Stub.PutAsync(request, client.Headers))).Reason);
        await server.LivesOn();
    }

    [Fact]
    public async Task A_caller_without_permission_or_without_a_token_is_refused()
    {
        await using var server = await TestServer.StartAsync(configure: options =>
        {
            options.Permissions.Clear();
            options.Permissions.Add(new() { Maps = ["stock"], Roles = ["clerk"], Actions = MapAction.Put });
        });
        var client = new CallClient(server);

        Assert.Equal((StatusCode.PermissionDenied, "OP_RESULT_CODE_FORBIDDEN"), Short(await RefusedAsync(() => client.Put("tea", Number(1)))));
        Assert.Equal((StatusCode.PermissionDenied, "ERROR_CODE_FORBIDDEN"), Short(await RefusedAsync(() => client.Get("tea"))));
        Assert.Equal((StatusCode.PermissionDenied, "ERROR_CODE_FORBIDDEN"), Short(await RefusedAsync(() => client.Query())));
        client.Headers.Clear();
        Assert.Equal((StatusCode.Unauthenticated, "ERROR_CODE_UNAUTHENTICATED"), Short(await RefusedAsync(() => client.Put("tea", Number(1)))));
    }

    [Fact]
    public async Task The_writes_of_a_batch_have_results_of_their_own()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        var answer = await client.Batch(false, "", Put("a", 1), Put("", 2), Put("b", 3), new Wire.BatchWrite { Key = "c", Patch = new(), MustExist = true }, Put("a", 4));

        Assert.Equal(
            [(Wire.OpResultCode.Applied, 1ul), (Wire.OpResultCode.Invalid, 1ul), (Wire.OpResultCode.Applied, 2ul), (Wire.OpResultCode.RecordRemoved, 2ul), (Wire.OpResultCode.Applied, 3ul)],
            answer.Results.Select(result => (result.Code, result.Version)));
        Assert.Equal("Key of 0 bytes; 1 to 512 are accepted.", answer.Results[1].Reason);
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task An_atomic_batch_is_one_version_or_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        var refused = await RefusedAsync(() => client.Batch(true, "", Put("a", 1), new Wire.BatchWrite { Key = "b", Patch = new(), MustExist = true }));
        Assert.Equal((StatusCode.FailedPrecondition, "OP_RESULT_CODE_RECORD_REMOVED", "b"), (refused.Status, refused.Reason, refused.Metadata["key"]));
        Assert.Null(await client.Get("a"));

        var answer = await client.Batch(true, "once", Put("a", 1), Put("b", 2));
        Assert.Equal(1ul, Assert.Single(answer.Results).Version);
        Assert.Equal(answer, await client.Batch(true, "once", Put("a", 1), Put("b", 2)));
        Assert.Equal((1ul, 1ul), ((await client.Get("a"))!.Version, (await client.Get("b"))!.Version));
    }

    [Fact]
    public async Task A_batch_keeps_to_its_bounds_and_to_where_its_keys_belong()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        var keyed = Put("a", 1);
        keyed.IdempotencyKey = "k";

        foreach (var (call, message) in new (Func<Task>, string)[]
        {
            (() => client.Batch(false, ""), "Batch of 0 writes; 1 to 100 are accepted."),
            (() => client.Batch(false, "", [.. Enumerable.Range(0, 101).Select(key => Put($"{key}", key))]), "Writes of a batch: 101; at most 100 are accepted."),
            (() => client.Batch(false, "k", Put("a", 1)), "A batch that is not atomic has an idempotency key; each of its writes has its own."),
            (() => client.Batch(true, "k", keyed), "Write 1 of an atomic batch has an idempotency key; the batch has one for all."),
        })
            Assert.Equal(message, (await Assert.ThrowsAsync<RpcException>(call)).Status.Detail);
        Assert.Equal("Two writes of a group have the same key; each is of another one.", (await Assert.ThrowsAsync<RpcException>(() => client.Batch(true, "", Put("a", 1), Put("a", 2)))).Status.Detail);
        Assert.Null(await client.Get("a"));
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    [Trait("Invariant", "INV-CALL-1")]
    public async Task A_repeat_gets_the_first_answer_and_changes_nothing()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        var value = Object(("a", Number(1)), ("b", Object(("x", Number(1)), ("y", Number(2)))));
        var sameInAnotherOrder = Object(("b", Object(("y", Number(2)), ("x", Number(1)))), ("a", Number(1)));

        var first = await client.Put("tea", value, "key-1");
        await client.Put("tea", Number(2));

        Assert.Equal(first, await client.Put("tea", sameInAnotherOrder, "key-1"));
        Assert.Equal(Number(2), (await client.Get("tea"))!.Value);
        // A refusal is an answer too.
        Assert.Equal("OP_RESULT_CODE_RECORD_REMOVED", (await RefusedAsync(() => client.Patch("milk", "left", Number(7), true, "key-2"))).Reason);
        await client.Put("milk", Object());
        Assert.Equal("OP_RESULT_CODE_RECORD_REMOVED", (await RefusedAsync(() => client.Patch("milk", "left", Number(7), true, "key-2"))).Reason);
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    public async Task A_key_that_was_used_for_another_write_is_refused_and_one_of_another_user_is_another_key()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);
        await client.Put("tea", Number(1), "key");

        foreach (var call in new Func<Task>[] { () => client.Put("tea", Number(2), "key"), () => client.Put("milk", Number(1), "key"), () => client.Remove("tea", "key"), () => client.Put("tea", Number(1), "key", 60_000) })
        {
            var refused = await RefusedAsync(call);
            Assert.Equal((StatusCode.FailedPrecondition, "ERROR_CODE_KEY_REUSED"), Short(refused));
            Assert.Equal("key", refused.Metadata["idempotency_key"]);
        }

        Assert.Equal(1ul, (await client.Get("tea"))!.Version);
        Assert.Equal(2ul, (await new CallClient(server, "bob").Put("tea", Number(2), "key")).Version);
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    public async Task A_key_is_free_again_after_a_day()
    {
        var time = new ManualTime();
        await using var server = await TestServer.StartAsync(time);
        await new CallClient(server).Put("tea", Number(1), "key");

        time.Advance(TimeSpan.FromMilliseconds(IdempotencyKey.KeepMs - 1));
        Assert.Equal("ERROR_CODE_KEY_REUSED", (await RefusedAsync(() => new CallClient(server).Put("tea", Number(2), "key"))).Reason);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(2ul, (await new CallClient(server).Put("tea", Number(2), "key")).Version);
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    [Trait("Invariant", "INV-CALL-1")]
    public async Task Of_two_at_once_under_one_key_one_takes_effect_and_both_get_its_answer()
    {
        await using var server = await TestServer.StartAsync();
        var client = new CallClient(server);

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => client.Put("tea", Number(1), "key")));

        Assert.All(answers, answer => Assert.Equal(1ul, answer.Version));
        Assert.Equal(1ul, (await client.Get("tea"))!.Version);
    }

    private static (StatusCode Status, string Reason) Short((StatusCode Status, string Reason, IDictionary<string, string> Metadata) refused) => (refused.Status, refused.Reason);

    private static Wire.BatchWrite Put(string key, long number) => new() { Key = key, Put = Number(number) };
}
