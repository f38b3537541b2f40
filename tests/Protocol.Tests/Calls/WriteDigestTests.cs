using TopGun.Core.Calls;
using TopGun.Core.Sync;
using TopGun.Protocol.Calls;

namespace TopGun.Protocol.Tests.Calls;

/// <summary>By its digest the repeat of a write is told from another one.</summary>
public class WriteDigestTests
{
    [Fact, Trait("Invariant", "INV-CALL-1")]
    public void The_order_of_fields_does_not_count()
    {
        var one = new Wire.Patch { Set = { ["a"] = Number(1), ["b"] = Nested("x", "y") }, Erase = { "c", "d" } };
        var other = new Wire.Patch { Set = { ["b"] = Nested("y", "x"), ["a"] = Number(1) }, Erase = { "d", "c" } };

        Assert.Equal(Digest(Patch(one)), Digest(Patch(other)));
    }

    [Fact, Trait("Invariant", "INV-CALL-1")]
    public void Whatever_makes_another_write_makes_another_digest()
    {
        Wire.BatchWrite[] writes =
        [
            new() { Key = "k", Remove = new() },
            new() { Key = "l", Remove = new() },
            new() { Key = "k", Put = Number(1) },
            new() { Key = "k", Put = Number(2) },
            new() { Key = "k", Put = new() { DoubleValue = 1 } },
            new() { Key = "k", Put = new() { StringValue = "1" } },
            new() { Key = "k", Put = Number(1), TtlMs = 1_000 },
            new() { Key = "k", Put = Number(1), TtlMs = 2_000 },
            new() { Key = "k", Put = new() { ObjectValue = new() } },
            new() { Key = "k", Put = new() { ObjectValue = new() { Fields = { ["a"] = Number(1) } } } },
            Patch(new() { Set = { ["a"] = Number(1) } }),
            Patch(new() { Set = { ["a"] = Number(1) }, Erase = { "b" } }),
            Patch(new() { Set = { ["a"] = Number(1) }, Erase = { "b", "c" } }),
            Patch(new() { Erase = { "b" } }),
            Patch(new() { Erase = { "bc" } }),
            Patch(new() { Erase = { "b" } }, mustExist: true),
            new() { Key = "k", AddElements = new() { Items = { Number(1) } } },
            new() { Key = "k", AddElements = new() { Items = { Number(2) } } },
            new() { Key = "k", AddElements = new() { Items = { Number(1), Number(2) } } },
            new() { Key = "k", RemoveElements = new() { Items = { Number(1) } } },
            new() { Key = "k", RemoveElements = new() },
            new() { Key = "k", Count = new() { Delta = 1 } },
            new() { Key = "k", Count = new() { Delta = -1 } },
            new() { Key = "k", RemoveCounter = new() },
        ];
        List<string> digests = [.. writes.Select(write => Digest(write))];
        digests.Add(Digest(writes[0], writes[3]));
        digests.Add(Digest(writes[3], writes[0]));
        digests.Add(Digest(writes[1], writes[3]));

        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    [Fact]
    public void A_write_without_a_key_has_no_digest_and_one_that_is_malformed_is_not_kept()
    {
        Assert.Null(One(new() { Key = "k", Put = Number(1) }).Keyed);
        var malformed = One(new() { Key = "k", IdempotencyKey = "once" });
        Assert.Null(malformed.Keyed);
        Assert.NotNull(malformed.Fault);
    }

    private static Wire.BatchWrite Patch(Wire.Patch patch, bool mustExist = false) => new() { Key = "k", Patch = patch, MustExist = mustExist };

    private static string Digest(params Wire.BatchWrite[] writes)
    {
        var request = new Wire.BatchRequest { Map = "m", Atomic = true, IdempotencyKey = "once" };
        foreach (var write in writes)
        {
            // Of a group each write has its own key.
            request.Writes.Add(write.Clone());
            request.Writes[^1].Key += new string('+', request.Writes.Count);
        }

        var call = Assert.Single(WriteCallMapping.FromWire(request, SyncLimits.Default));
        Assert.Null(call.Fault);
        return Convert.ToHexString(call.Keyed!.Digest.Span);
    }

    private static WriteCall One(Wire.BatchWrite write)
        => Assert.Single(WriteCallMapping.FromWire(new Wire.BatchRequest { Map = "m", Writes = { write } }, SyncLimits.Default));

    private static Wire.Value Number(long number) => new() { Int64Value = number };

    private static Wire.Value Nested(string first, string second)
        => new() { ObjectValue = new() { Fields = { [first] = new() { StringValue = first }, [second] = new() { StringValue = second } } } };
}
