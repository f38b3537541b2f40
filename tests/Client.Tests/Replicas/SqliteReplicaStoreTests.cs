using TopGun.Client.Replicas.Sqlite;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using static TopGun.Client.Tests.Replicas.Steps;

namespace TopGun.Client.Tests.Replicas;

/// <summary>The contract of stores, in a file; and what a file adds to it.</summary>
public sealed class SqliteReplicaStoreTests : ReplicaStoreContract
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-replica-");

    protected override bool IsPersistent => true;

    public override void Dispose()
    {
        base.Dispose();
        _directory.Delete(recursive: true);
    }

    [Fact, Trait("Invariant", "INV-REP-1")]
    public void A_copy_taken_between_steps_holds_every_step_before()
    {
        var store = Open();
        for (var step = 1; step <= 20; step++)
        {
            store.Commit(Change(change => change.PutOps.Add(Op(step))));
            Copy($"{step}.db");
        }

        store.Dispose();
        for (var step = 1; step <= 20; step++)
            using (var copy = SqliteReplicaStore.Open(PathOf($"{step}.db"), "n2"))
                Assert.Equal(Enumerable.Range(1, step).Select(i => (long)i), copy.Load().Ops.Select(op => op.Position));
    }

    [Fact, Trait("Invariant", "INV-REP-1")]
    public void A_log_torn_at_any_byte_holds_whole_steps_up_to_some_point()
    {
        var store = Open();
        for (var step = 1; step <= 6; step++)
            store.Commit(Change(change =>
            {
                change.PutOps.Add(Op(step));
                change.PutRecords.AddRange(Enumerable.Range(0, 40).Select(i => ("map", Record($"{i}", version: step, bytes: new byte[300]))));
            }));
        Copy("whole.db");
        store.Dispose();

        var log = File.ReadAllBytes(PathOf("whole.db-wal"));
        for (var length = log.Length; length > 0; length -= 997)
        {
            File.Copy(PathOf("whole.db"), PathOf("torn.db"), overwrite: true);
            File.WriteAllBytes(PathOf("torn.db-wal"), log[..length]);
            using var torn = SqliteReplicaStore.Open(PathOf("torn.db"), "n2");

            var last = torn.Load().Ops.Select(op => op.Position).LastOrDefault();
            Assert.Equal(Enumerable.Range(1, (int)last).Select(i => (long)i), torn.Load().Ops.Select(op => op.Position));
            Assert.All(torn.Scan("map", null, 100), record => Assert.Equal(last, record.Version));
        }
    }

    [Fact, Trait("Invariant", "INV-REP-1")]
    public void A_step_that_fails_half_way_leaves_nothing()
    {
        using var store = Open();
        store.Commit(Change(change => change.PutOps.Add(Op(1))));

        Assert.Throws<ArgumentException>(() => store.Commit(Change(change =>
        {
            change.PutRecords.Add(("map", Record("k")));
            change.PutOps.AddRange([Op(2), Op(3, new FormlessWrite("k", WriteBase.Live))]);
        })));

        store.Commit(Change(change => change.PutOps.Add(Op(4))));
        Assert.Equal([1L, 4L], store.Load().Ops.Select(op => op.Position));
        Assert.Null(store.Find("map", "k"));
    }

    [Fact]
    public void A_file_is_open_once()
    {
        using var store = Open();

        var error = Assert.Throws<TopGunClientException>(Open);

        Assert.Equal(ClientError.ReplicaInUse, error.Error);
        Assert.Contains(PathOf("replica.db"), error.Message);
        // Not even a copy that this process takes, and closes again, opens the door.
        Copy("copy.db");
        Assert.Throws<TopGunClientException>(Open);
    }

    [Fact]
    public void A_file_of_a_newer_version_is_left_alone()
    {
        Open().Dispose();
        using (var database = SqliteDatabase.Open(PathOf("replica.db"))) database.Execute("PRAGMA user_version = 99");

        var error = Assert.Throws<TopGunClientException>(Open);

        Assert.Equal(ClientError.ReplicaNewer, error.Error);
        Assert.Contains("99", error.Message);
    }

    [Fact]
    public void A_database_of_another_program_is_left_alone()
    {
        using (var database = SqliteDatabase.Open(PathOf("replica.db"))) database.Execute("CREATE TABLE theirs (id)");
        var before = File.ReadAllBytes(PathOf("replica.db"));

        var error = Assert.Throws<TopGunClientException>(Open);

        Assert.Equal(ClientError.ReplicaForeign, error.Error);
        Assert.Equal(before, File.ReadAllBytes(PathOf("replica.db")));
    }

    [Fact]
    public void A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(PathOf("replica.db"), new string('x', 5_000));

        Assert.Equal(ClientError.ReplicaForeign, Assert.Throws<TopGunClientException>(Open).Error);
        Assert.Equal(new string('x', 5_000), File.ReadAllText(PathOf("replica.db")));
    }

    [Theory]
    [InlineData("nowhere/replica.db", "no directory")]
    [InlineData(".", "is a directory")]
    public void A_place_that_can_not_be_written_is_named(string name, string says)
    {
        var error = Assert.Throws<TopGunClientException>(() => SqliteReplicaStore.Open(PathOf(name), "n1"));

        Assert.Equal(ClientError.ReplicaUnwritable, error.Error);
        Assert.Contains(says, error.Message);
    }

    [Fact]
    public void A_damaged_file_is_named_as_that()
    {
        using (var store = Open())
            store.Commit(Change(change => change.PutOps.AddRange(Enumerable.Range(1, 200).Select(i => Op(i)))));
        using (var file = File.OpenWrite(PathOf("replica.db")))
        {
            file.Position = 4_096;
            file.Write(new byte[file.Length - 4_096]);
        }

        var error = Assert.Throws<TopGunClientException>(() =>
        {
            using var store = Open();
            store.Load();
        });

        Assert.Equal(ClientError.ReplicaDamaged, error.Error);
    }

    protected override IReplicaStore Open() => SqliteReplicaStore.Open(PathOf("replica.db"), "n1");

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);

    private void Copy(string name)
    {
        File.Copy(PathOf("replica.db"), PathOf(name), overwrite: true);
        if (File.Exists(PathOf("replica.db-wal"))) File.Copy(PathOf("replica.db-wal"), PathOf(name + "-wal"), overwrite: true);
    }

    private sealed record FormlessWrite(string Key, WriteBase Base) : Write(Key, Base)
    {
        public override bool IsRemoval => false;
    }
}
