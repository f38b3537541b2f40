using TopGun.Client.Tests.Server;
using TopGun.Core.Access;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Replicas;

/// <summary>What is left on a device of a map that its user may not read any more.</summary>
public sealed class RevokedTests : IAsyncDisposable
{
    private readonly Bench _bench = new();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact, Trait("Invariant", "INV-ACC-2")]
    public async Task Nothing_stays_of_what_the_server_told_and_all_of_what_the_user_wrote()
    {
        var receipts = new List<string>();
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _bench.Server.Features = [.. _bench.Server.Features, Features.Revoked];
        _bench.Server.Arriving = frame =>
        {
            if (frame is PurgeReceipt receipt)
            {
                receipts.Add(receipt.Map);
                told.TrySetResult();
            }

            return true;
        };
        var other = _bench.Open(token: "bob");
        await other.GetMap("secret").Set("theirs", 1).Settled.Soon();
        await other.GetMap("open").Set("theirs", 1).Settled.Soon();
        var client = _bench.Open();
        var (secret, open) = (client.GetMap("secret"), client.GetMap("open"));
        await client.WhenSyncedAsync().Soon();
        await secret.Set("mine", 2).Settled.Soon();
        Assert.Equal((Value.Of(1), Value.Of(2)), (secret.Get("theirs"), secret.Get("mine")));

        // An op that is under way when it happens is the user's own, and so is one that was refused.
        _bench.Server.Access = (principal, map, action) => principal.Subject == "bob" || map != "secret" || action == MapAction.Remove;
        var refused = secret.Set("refused", 3);
        await other.GetMap("secret").Set("more", 4).Settled.Soon();
        await refused.Settled.Soon();

        await told.Task.Soon();
        Assert.Equal(["secret"], receipts);
        Assert.Null(secret.Get("theirs"));
        Assert.Null(secret.Get("mine"));
        Assert.Equal(Value.Of(1), open.Get("theirs"));
        var rejection = Assert.Single(client.Rejections.List());
        Assert.Equal(("refused", RejectionCode.Forbidden, Value.Of(3)), (rejection.Key, rejection.Code, rejection.AttemptedValue!));
        Assert.Equal(ErrorCode.Forbidden, secret.Refusal?.Code);
    }
}
