using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Expiry;

/// <summary>What is to live for a while only, what is removed, and what comes late, on every device.</summary>
public sealed class ExpiryTests : IAsyncLifetime
{
    private const string Map = "sessions";

    private readonly Place _place = new();
    private ServerProcess _server = null!;

    public async ValueTask InitializeAsync() => _server = await ServerProcess.StartAsync(_place.Data);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _place.Dispose();
    }

    [Fact]
    [Trait("Invariant", "INV-TTL-2")]
    [Trait("Invariant", "INV-TTL-4")]
    public async Task What_has_a_ttl_goes_on_devices_that_are_live_and_on_one_that_was_offline_over_a_restart()
    {
        await using var ann = Open("ann.db");
        await using var bob = Open("bob.db");
        await using (var cid = Open("cid.db"))
        {
            await Saved(ann.GetMap(Map).Set("long", Value.Of("stays")));
            await Saved(ann.GetMap(Map).Set("late", Value.Object(("for", "a while")), TimeSpan.FromMinutes(10)));
            bob.GetMap(Map);
            cid.GetMap(Map);
            await InStep.ReachAsync(bob);
            await InStep.ReachAsync(cid);
            Assert.NotNull(cid.GetMap(Map).Get("late"));   // and holds it, offline, until it is told
        }

        // Long enough to be seen before it goes, on a busy machine too.
        var gone = GoneAsync(bob, "short");
        await Saved(ann.GetMap(Map).Set("short", Value.Of(1), TimeSpan.FromSeconds(3)));
        await gone;
        await InStep.ReachAsync(ann);
        Assert.Null(ann.GetMap(Map).Get("short"));

        // A write that makes it shorter, and then the server is away when the time comes.
        await Saved(ann.GetMap(Map).Patch("late", ObjectValue.Empty, TimeSpan.FromSeconds(1)));
        await _server.DisposeAsync();
        _server = await ServerProcess.StartAsync(_place.Data);

        await using var back = Open("cid.db");
        await GoneAsync(back, "late", wasThere: true);
        Assert.Equal(["long"], back.GetMap(Map).Entries().Select(entry => entry.Key));
        Assert.Equal(new SavedState(0, 0), ann.Saved);
    }

    [Fact]
    [Trait("Invariant", "INV-HLC-1")]
    public async Task An_edit_made_earlier_and_delivered_late_does_not_beat_a_newer_one()
    {
        await using (var first = Open("late.db"))
        {
            await Saved(first.GetMap(Map).Set("a", Value.Object(("n", "old"), ("other", 1))));
            await InStep.ReachAsync(first);
        }

        await using (var offline = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = _place.File("late.db") }))
            offline.GetMap(Map).Patch("a", Value.Object(("n", "made first")));
        await using var other = Open("other.db");
        other.GetMap(Map);
        await InStep.ReachAsync(other);
        await Saved(other.GetMap(Map).Patch("a", Value.Object(("n", "made last"))));

        await using var late = Open("late.db");
        late.GetMap(Map);
        await late.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await InStep.ReachAsync(late);
        await InStep.ReachAsync(other);

        Assert.Equal(Value.Object(("n", "made last"), ("other", 1)), other.GetMap(Map).Get("a"));
        Assert.Equal(other.GetMap(Map).Get("a"), late.GetMap(Map).Get("a"));
    }

    [Fact]
    public async Task A_removal_reaches_a_replica_that_was_offline_and_one_that_is_live()
    {
        await using var writer = Open("writer.db");
        await using var live = Open("live.db");
        await Saved(writer.GetMap(Map).Set("a", Value.Of(1)));
        live.GetMap(Map);
        await InStep.ReachAsync(live);
        await using (var offline = Open("offline.db"))
        {
            offline.GetMap(Map);
            await InStep.ReachAsync(offline);
            Assert.Equal(Value.Of(1), offline.GetMap(Map).Get("a"));
        }

        var gone = GoneAsync(live, "a");
        await Saved(writer.GetMap(Map).Remove("a"));
        await gone;

        await using var back = Open("offline.db");
        back.GetMap(Map);
        await InStep.ReachAsync(back);
        Assert.Empty(back.GetMap(Map).Entries());
    }

    private static async Task Saved(PendingWrite write)
        => Assert.Equal(WriteEnding.Applied, (await write.Settled.WaitAsync(ProgramRun.Patience)).Ending);

    // Completes when a key is gone: one that comes yet, or one that was there.
    private static async Task GoneAsync(TopGunClient client, string key, bool wasThere = false)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        var map = client.GetMap(Map);
        await using var changes = map.Subscribe(patience.Token).GetAsyncEnumerator(patience.Token);
        if (wasThere && map.Get(key) is null) return;
        while (await changes.MoveNextAsync())
            if (changes.Current.Key == key && changes.Current.After is null) return;
    }

    private TopGunClient Open(string file)
        => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = _place.File(file), Server = _server.Address, Token = _server.Token });
}
