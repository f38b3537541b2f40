using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Maps;
using TopGun.Generators;

namespace TopGun.Core.Tests.Maps;

public class RecordMergeTests
{
    /// <summary>What three replicas made of one set of writes, each having seen some of them in its own order.</summary>
    private static Gen<(Record A, Record B, Record C)> Replicas
        => from writes in Writes.Sequences
           from a in Seen(writes)
           from b in Seen(writes)
           from c in Seen(writes)
           select (a, b, c);

    [Fact, Trait("Invariant", "INV-LWW-1")]
    public void Merging_is_commutative()
        => Law.Holds(Replicas, replicas => replicas.A.Merge(replicas.B).Equals(replicas.B.Merge(replicas.A)));

    [Fact, Trait("Invariant", "INV-LWW-1")]
    public void Merging_is_associative()
        => Law.Holds(Replicas, replicas
            => replicas.A.Merge(replicas.B).Merge(replicas.C).Equals(replicas.A.Merge(replicas.B.Merge(replicas.C))));

    [Fact, Trait("Invariant", "INV-LWW-1")]
    public void Merging_is_idempotent()
        => Law.Holds(Replicas, replicas
            => replicas.A.Merge(replicas.A).Equals(replicas.A)
                && replicas.A.Merge(replicas.B).Merge(replicas.B).Equals(replicas.A.Merge(replicas.B)));

    [Fact, Trait("Invariant", "INV-LWW-1")]
    public void The_record_of_a_key_never_written_adds_nothing()
        => Law.Holds(Writes.Records, record => record.Merge(Record.Never).Equals(record) && Record.Never.Merge(record).Equals(record));

    [Fact]
    public void Nothing_that_was_cleared_stands_in_a_merged_record()
        => Law.Holds(Replicas, replicas =>
        {
            var merged = replicas.A.Merge(replicas.B);
            return merged.Registers.Values.All(register => register.At >= merged.Cleared);
        });

    [Fact]
    public void Equal_records_hash_alike()
        => Law.Holds(Replicas, replicas => replicas.A.Merge(replicas.B).GetHashCode() == replicas.B.Merge(replicas.A).GetHashCode());

    private static Gen<Record> Seen(TimedWrite[] writes)
        => from seen in Gen.SubListOf(writes)
           from order in Gen.Shuffle(seen.ToArray())
           select TimedWrite.RecordAfter(order);
}
