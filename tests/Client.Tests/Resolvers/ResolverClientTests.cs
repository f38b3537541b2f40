using TopGun.Client.Resolvers;
using TopGun.Core.Access;
using TopGun.Core.Maps;
using TopGun.Core.Registrations;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Client.Tests.Resolvers;

/// <summary>What a client says of resolvers by itself; the rest it says with a real server, in the end-to-end tests.</summary>
public sealed class ResolverClientTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public async Task What_is_wrong_with_a_definition_is_said_at_the_call()
    {
        var client = _bench.Open();
        foreach (var (options, says) in new (ResolverOptions, string)[]
                 {
                     (new() { Name = "" }, "name of 0 characters; 1 to 100"),
                     (new() { Name = "r" }, "neither code nor a built-in"),
                     (new() { Name = "r", Code = "" }, "code of 0 bytes; 1 to 51200"),
                     (new() { Name = "r", Code = "return 1;", BuiltIn = new BuiltInRule(BuiltInKind.Lww) }, "both code and a built-in"),
                     (new() { Name = "r", Code = "return 1;", Priority = -1 }, "priority -1; 0 to 100"),
                     (new() { Name = "r", Code = "return 1;", KeyPattern = "" }, "key pattern of 0 characters; 1 to 256"),
                 })
        {
            var error = await Assert.ThrowsAsync<TopGunClientException>(() => client.Resolvers.RegisterAsync("m", options));
            Assert.Equal(ClientError.InvalidResolver, error.Error);
            Assert.Contains(says, error.Message, StringComparison.Ordinal);
        }

        var tooLong = await Assert.ThrowsAsync<TopGunClientException>(() => client.Resolvers.ListAsync(new string('m', 129)));
        Assert.Equal(ClientError.LimitExceeded, tooLong.Error);
    }

    [Fact]
    public async Task Without_a_server_there_is_nobody_to_ask()
        => await Assert.ThrowsAsync<InvalidOperationException>(() => _bench.OpenOffline().Resolvers.ListAsync());

    [Fact]
    public async Task A_server_that_knows_no_resolvers_is_named_as_too_old()
    {
        var client = _bench.Open();

        var error = await Assert.ThrowsAsync<TopGunClientException>(() => client.Resolvers.ListAsync().Soon());

        Assert.Equal(ClientError.ServerTooOld, error.Error);
    }

    [Fact]
    public async Task Whoever_waits_when_the_client_is_disposed_of_is_told()
    {
        _bench.Server.IsMute = true;
        var client = _bench.Open();
        var waiting = client.Resolvers.RegisterAsync("m", new ResolverOptions { Name = "r", Code = "return 1;" });

        await client.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => waiting.Soon());
    }

    [Theory]
    [InlineData(ErrorCode.AlreadyExists, ClientError.AlreadyExists)]
    [InlineData(ErrorCode.NotFound, ClientError.NotFound)]
    [InlineData(ErrorCode.Forbidden, ClientError.Forbidden)]
    [InlineData(ErrorCode.LimitExceeded, ClientError.LimitExceeded)]
    [InlineData(ErrorCode.InvalidResolver, ClientError.InvalidResolver)]
    [InlineData(ErrorCode.VersionUnsupported, ClientError.ServerTooOld)]
    [InlineData(ErrorCode.Internal, ClientError.ServerFailed)]
    public void Each_code_of_the_server_has_its_error(ErrorCode code, ClientError error)
    {
        var failure = ResolverFailure.Of(new SyncError(code, "Why.", 0, new Dictionary<string, string> { ["line"] = "3", ["column"] = "x" }));

        Assert.Equal((error, "Why.", 3, null), (failure.Error, failure.Message, failure.Line, failure.Column));
    }

    [Fact]
    public async Task A_subscriber_is_told_once_of_what_waits_and_of_what_comes_and_of_nothing_else()
    {
        var client = _bench.Open();
        var map = client.GetMap("map");
        await client.WhenSyncedAsync().Soon();
        _bench.Server.Access = (_, _, action) => action != MapAction.Put;
        await map.Set("a", 1).Settled.Soon();
        var told = System.Threading.Channels.Channel.CreateUnbounded<string>();
        var forbidden = new RejectionFilter { Map = "map", KeyPattern = "?", Codes = [RejectionCode.Forbidden] };
        using var listening = client.Resolvers.OnRejection(rejection => told.Writer.TryWrite(rejection.Key), forbidden);
        using var byResolvers = client.Resolvers.OnRejection(_ => told.Writer.TryWrite("no resolver refused this"));

        Assert.Equal("a", await told.Reader.ReadAsync().AsTask().Soon());
        await map.Set("long", 1).Settled.Soon();
        await map.Set("b", 1).Settled.Soon();
        Assert.Equal("b", await told.Reader.ReadAsync().AsTask().Soon());

        listening.Dispose();
        await listening.Completion.Soon();
        await map.Set("c", 1).Settled.Soon();
        Assert.False(told.Reader.TryRead(out _));
    }

    [Fact]
    public async Task What_a_callback_throws_ends_its_subscription_and_can_be_learned()
    {
        var client = _bench.Open();
        await client.WhenSyncedAsync().Soon();
        _bench.Server.Access = (_, _, action) => action != MapAction.Put;
        using var listening = client.Resolvers.OnRejection(_ => throw new NotSupportedException("Not here."), new RejectionFilter { Codes = [RejectionCode.Forbidden] });

        await client.GetMap("map").Set("a", 1).Settled.Soon();

        await Assert.ThrowsAsync<NotSupportedException>(() => listening.Completion.Soon());
    }

    [Fact]
    public void A_filter_looks_at_map_key_resolver_and_code()
    {
        var rejection = new Rejection(1, "m", RejectionCode.MergeRejected, "", [new RemoveWrite("user:1", WriteBase.Live)], new HlcTimestamp(1, 0, "n"), 1, "rule");

        Assert.True(new RejectionFilter().ToPredicate()(rejection));
        Assert.True(new RejectionFilter { Map = "m", KeyPattern = "user:*", Resolver = "rule" }.ToPredicate()(rejection));
        Assert.False(new RejectionFilter { Map = "other" }.ToPredicate()(rejection));
        Assert.False(new RejectionFilter { KeyPattern = "post:*" }.ToPredicate()(rejection));
        Assert.False(new RejectionFilter { Resolver = "other" }.ToPredicate()(rejection));
        Assert.False(new RejectionFilter().ToPredicate()(rejection with { Code = RejectionCode.Forbidden }));
    }
}
