using TopGun.Client.Replicas.Sqlite;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Replicas;

/// <summary>The resolver and the writes of a rejection in a replica's file, and files from before there were any.</summary>
public sealed class RejectionColumnTests : IDisposable
{
    private static readonly Rejection Refused = new(
        7, "seats", RejectionCode.MergeRejected, "Taken.", [new ValueWrite("A1", WriteBase.Absent, "bob")], new HlcTimestamp(5, 0, "n~1"), 77, "first-write-wins");

    private static readonly Rejection Group = Refused with
    {
        Id = 9,
        Writes = [new RemoveWrite("B1", WriteBase.Live), new PatchWrite("A1", WriteBase.Live, Steps.EveryKind.Fields, ["gone"])],
        FailedKey = "A1",
    };

    private readonly string _directory = Directory.CreateTempSubdirectory("topgun").FullName;

    private string Path => System.IO.Path.Combine(_directory, "replica.db");

    [Fact]
    public void A_rejection_is_read_as_it_was_written()
    {
        Rejection[] rejections =
        [
            Refused, Refused with { Id = 8, Resolver = null }, Group, Group with { Id = 10, FailedKey = null },
            Refused with { Id = 11, ServerValue = "alice" }, Group with { Id = 12, ServerValue = Value.Null },
        ];
        Write(rejections);

        AssertAre(rejections);
    }

    [Fact]
    public void A_file_of_the_first_version_is_read_and_written()
    {
        Write(Refused);
        OlderFile.Make(Path, 1);

        Write(Refused with { Id = 8 });

        AssertAre(Refused with { Resolver = null }, Refused with { Id = 8 });
    }

    [Fact]
    public void A_file_from_before_there_were_groups_is_read_and_written()
    {
        Write(Refused);
        OlderFile.Make(Path, 2);

        Write(Group);

        AssertAre(Refused, Group);
    }

    public void Dispose() => Directory.Delete(_directory, true);

    private void AssertAre(params Rejection[] rejections)
    {
        using var store = SqliteReplicaStore.Open(Path, "n");
        Assert.Equal(rejections.Select(StoreShape.Of), store.Load().Rejections.Select(StoreShape.Of));
    }

    private void Write(params Rejection[] rejections)
    {
        using var store = SqliteReplicaStore.Open(Path, "n");
        store.Load();
        var change = new ReplicaChange();
        change.AddedRejections.AddRange(rejections);
        store.Commit(change);
    }
}
