using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Expiry;

/// <summary>A device that was away for longer than the server remembers removals.</summary>
public sealed class TombstoneTests
{
    private const string Map = "notes";

    [Fact]
    [Trait("Invariant", "INV-TOM-1")]
    [Trait("Invariant", "INV-TOM-2")]
    [Trait("Invariant", "INV-TOM-3")]
    public async Task A_device_that_was_away_for_too_long_revives_nothing_and_finds_its_stale_edits_in_the_inbox()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartWithAsync(place.Data, ("TOPGUN_TOMBSTONE_RETENTION", "1s"));
        TopGunClient Open(string file, bool isOnline = true) => TopGunClient.Open(new TopGunClientOptions
        {
            ReplicaFile = place.File(file),
            Server = isOnline ? server.Address : null,
            Token = isOnline ? server.Token : null,
        });

        await using var ann = Open("ann.db");
        var notes = ann.GetMap(Map);
        foreach (var key in new[] { "gone", "edited", "kept" }) await SavedAsync(notes.Set(key, Value.Object(("n", 1))));
        await using (var bob = Open("bob.db"))
        {
            bob.GetMap(Map);
            await InStep.ReachAsync(bob);
        }

        await using (var offline = Open("bob.db", isOnline: false))
        {
            offline.GetMap(Map).Set("fresh", Value.Of("written while away"));
            offline.GetMap(Map).Patch("edited", Value.Object(("n", 2)));
            Assert.Equal(4, offline.GetMap(Map).Entries().Count());
        }

        await SavedAsync(notes.Remove("gone"));
        await SavedAsync(notes.Remove("edited"));
        while ((await Copy.FetchAsync(server.Address, server.Token, Map)).Records.Count > 1) await Task.Delay(50, TestContext.Current.CancellationToken);

        await using var back = Open("bob.db");
        back.GetMap(Map);
        Assert.Equal(new SavedState(0, 2), await back.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
        await InStep.ReachAsync(back);

        Assert.Equal(["kept"], back.GetMap(Map).Entries().Select(entry => entry.Key));
        Assert.Equal([("fresh", RejectionCode.TooOld), ("edited", RejectionCode.RecordRemoved)], back.Rejections.List().Select(rejection => (rejection.Key, rejection.Code)));
        Assert.Equal(Value.Of("written while away"), back.Rejections.List()[0].AttemptedValue);
        await InStep.ReachAsync(ann);
        Assert.Equal(["kept"], notes.Entries().Select(entry => entry.Key));

        await SavedAsync(back.Rejections.Retry(back.Rejections.List()[0].Id, Value.Of("written again"))!);
        await InStep.ReachAsync(ann);
        Assert.Equal(Value.Of("written again"), notes.Get("fresh"));
    }

    private static async Task SavedAsync(PendingWrite write)
        => Assert.Equal(WriteEnding.Applied, (await write.Settled.WaitAsync(ProgramRun.Patience)).Ending);
}
