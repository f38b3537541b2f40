using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Server.Storage.Forms;
using TopGun.Server.Storage.Sqlite;
using static TopGun.Server.Tests.Storage.Commits;

namespace TopGun.Server.Tests.Storage;

/// <summary>The bytes of the log: what is written is read, and damage is never read as something else.</summary>
public sealed class StoredFormsTests
{
    // Records compare arrays by reference: what is compared apart is replaced by these.
    private static readonly byte[] NoBytes = [];
    private static readonly RecordChange[] NoRecords = [];
    private static readonly WriterChange[] NoWriters = [];
    private static readonly OpResult[] NoResults = [];
    private static readonly KeyedOutcome[] NoKeyed = [];
    private static readonly RegistrationChange[] NoRegistrations = [];
    private static readonly RejectedOp[] NoRejected = [];
    private static readonly MapCollection[] NoCollected = [];
    private static readonly MapTyping[] NoTypes = [];

    private static readonly PartitionCommit Full = new(
        new PartitionId(255),
        ulong.MaxValue,
        long.MaxValue - 3,
        long.MaxValue - 1,
        Clock,
        [new("todos", "a", long.MaxValue - 2, [], "ann"), new("ünïcode", "日本", long.MaxValue - 1, Bytes("value")), new("todos", "\0", long.MaxValue - 1, new byte[300], "bob", long.MaxValue), new("todos", "b", long.MaxValue - 1, [], "ann")],
        [Results("todos", 0, 1, 2, 3), Results("other", 7), Results("todos", 0, 4) with { Writer = new WriterId("bob", "b"), LastCounter = ushort.MaxValue }])
    {
        Collected = [new("todos", new MapHorizon(long.MaxValue - 5, Clock), ["x", "日本"]), new("fourth", default, [])],
        Registrations =
        [
            new("todos", "rule", RegistrationStep.Define, new ResolverDefinition("rule", new ScriptRule("return {};"), 0, "日*")),
            new("third", "ünïcode", RegistrationStep.Define, new ResolverDefinition("ünïcode", new BuiltInRule("NON_NEGATIVE", ["a", "b"], "No.", true), 100)),
            new("todos", "rule", RegistrationStep.Claim, null, "alice", long.MaxValue),
            new("todos", "rule", RegistrationStep.Disclaim, null, "alice"),
            new("todos", "rule", RegistrationStep.Remove),
        ],
        Keyed =
        [
            new("todos", "alice", new KeyedWrite("key-1", Bytes("digest")), long.MaxValue, new CallOutcome(OpResultCode.Applied, long.MaxValue)),
            new("fifth", "ünïcode", new KeyedWrite("日本", default), 0, new CallOutcome(OpResultCode.MergeRejected, 0, "No.", "rule", "a")),
        ],
        Types = [new("todos", MapType.Lww), new("sixth", MapType.OrMap), new("ünïcode", MapType.PnCounter)],
    };

    [Fact]
    public void A_commit_is_read_as_it_was_written() => AssertSame(Full, StoredForms.ReadCommit(Write(Full)));

    [Fact]
    public void An_empty_commit_without_a_clock_is_read_as_it_was_written()
    {
        var empty = Empty("todos", 0) with { ClockHighWater = default };
        AssertSame(empty, StoredForms.ReadCommit(Write(empty)));
    }

    [Fact]
    public void A_commit_that_tells_of_nothing_but_a_type_is_read_as_it_was_written()
    {
        var typed = Empty("todos", 0) with { Types = [new("tags", MapType.OrMap)] };
        AssertSame(typed, StoredForms.ReadCommit(Write(typed)));
    }

    [Fact]
    public void A_commit_from_before_records_had_owners_is_read()
    {
        using var to = new ByteWriter(1);
        to.Byte(1);                     // the format
        to.Byte(9);                     // the partition
        to.UInt64(Epoch);
        to.Varint(4);                   // the version before
        to.Varint(1);                   // versions
        to.Text("");                    // no clock
        to.Varint(2);                   // records
        to.Varint(0);                   // a map named for the first time
        to.Text("todos");
        to.Text("a");
        to.Varint(1);
        to.Bytes(Bytes("x"));
        to.Varint(1);                   // the same map
        to.Text("b");
        to.Varint(1);
        to.Bytes(Bytes("y"));
        to.Varint(0);                   // writers
        to.UInt32(Crc32C.Of(to.Written));

        var commit = StoredForms.ReadCommit(to.Written);

        Assert.Equal([("todos", "a", 5, null), ("todos", "b", 5, null)], commit.Records.Select(record => (record.Map, record.Key, record.Version, record.Owner)));
        Assert.Equal(Bytes("y"), commit.Records[1].Bytes);
    }

    [Fact]
    public void A_writer_is_read_as_it_was_written()
    {
        using var to = new ByteWriter(1);
        StoredForms.WriteWriter(to, Results("todos", 1, 2, 3, 4));

        AssertSame(Results("todos", 1, 2, 3, 4), StoredForms.ReadWriter(to.Written, "todos"));
    }

    [Fact]
    public void A_definition_is_read_as_it_was_written()
    {
        var definition = Full.Registrations[1].Definition!;
        using var to = new ByteWriter(1);
        StoredForms.WriteDefinition(to, definition);

        Assert.Equal(definition, StoredForms.ReadDefinition(to.Written, definition.Name));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_found()
    {
        var bytes = Write(Full);
        for (var i = 0; i < bytes.Length * 8; i++)
        {
            bytes[i / 8] ^= (byte)(1 << (i % 8));
            Assert.Throws<FormatException>(() => StoredForms.ReadCommit(bytes));
            bytes[i / 8] ^= (byte)(1 << (i % 8));
        }
    }

    [Fact]
    public void Missing_bytes_are_found()
    {
        var bytes = Write(Full);
        for (var length = 0; length < bytes.Length; length++) Assert.Throws<FormatException>(() => StoredForms.ReadCommit(bytes.AsSpan(0, length)));
    }

    private static byte[] Write(PartitionCommit commit)
    {
        using var to = new ByteWriter(1);
        StoredForms.WriteCommit(to, commit);
        return to.Written.ToArray();
    }

    private static void AssertSame(PartitionCommit expected, PartitionCommit actual)
    {
        Assert.Equal(expected with { Records = NoRecords, Writers = NoWriters, Registrations = NoRegistrations, Rejected = NoRejected, Collected = NoCollected, Keyed = NoKeyed, Types = NoTypes }, actual with { Records = NoRecords, Writers = NoWriters, Registrations = NoRegistrations, Rejected = NoRejected, Collected = NoCollected, Keyed = NoKeyed, Types = NoTypes });
        Assert.Equal(expected.Keyed.Select(WithoutDigest), actual.Keyed.Select(WithoutDigest));
        Assert.Equal(expected.Keyed.Select(one => one.Write.Digest.ToArray()), actual.Keyed.Select(one => one.Write.Digest.ToArray()));
        Assert.Equal(expected.Registrations, actual.Registrations);
        Assert.Equal(expected.Types, actual.Types);
        Assert.Equal(expected.Collected.Select(one => (one.Map, one.Horizon, string.Join(' ', one.Keys))), actual.Collected.Select(one => (one.Map, one.Horizon, string.Join(' ', one.Keys))));
        Assert.Equal(expected.Records.Select(record => record with { Bytes = NoBytes }), actual.Records.Select(record => record with { Bytes = NoBytes }));
        Assert.Equal(expected.Records.Select(record => record.Bytes), actual.Records.Select(record => record.Bytes));
        foreach (var (theirs, ours) in expected.Writers.Zip(actual.Writers)) AssertSame(theirs, ours);
        Assert.Equal(expected.Writers.Count, actual.Writers.Count);
    }

    private static KeyedOutcome WithoutDigest(KeyedOutcome keyed) => keyed with { Write = keyed.Write with { Digest = default } };

    private static void AssertSame(WriterChange expected, WriterChange actual)
    {
        Assert.Equal(expected with { Results = NoResults }, actual with { Results = NoResults });
        Assert.Equal(expected.Results, actual.Results);
    }
}
