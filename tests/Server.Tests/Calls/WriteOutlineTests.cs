using System.Buffers;
using System.Buffers.Binary;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using TopGun.Server.Calls;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Calls;

/// <summary>What is seen of a call before it is read.</summary>
public class WriteOutlineTests
{
    private static readonly byte[] Put = Framed(new Wire.PutRequest { Map = "stock", Key = "k", Value = new() { Int64Value = 1 } });

    [Fact]
    public void The_map_and_the_number_of_writes_are_found()
    {
        var batch = Framed(Batch(100));
        Assert.Equal(new WriteOutline("stock", 100, batch.Length - 5), Find(batch, isBatch: true));
        // Of other calls the second field is the key.
        Assert.Equal(new WriteOutline("stock", 1, Put.Length - 5), Find(Put));
        Assert.Equal("Käse", Find(Framed(new Wire.RemoveRequest { Map = "Käse", Key = "k" }))?.Map);
    }

    [Fact]
    public void It_may_lie_in_any_number_of_pieces()
    {
        var batch = Framed(Batch(3));
        for (var size = 1; size < batch.Length; size++)
            Assert.Equal(new WriteOutline("stock", 3, batch.Length - 5), WriteOutline.Find(Pieces(batch, size), isBatch: true, 128));
    }

    [Fact]
    public void Of_what_is_not_all_there_the_map_is_enough()
    {
        var batch = Framed(Batch(100));
        Assert.Equal(1, Find(batch[..200], isBatch: true)?.Writes);
        for (var length = 0; length < 5 + 2 + "stock".Length; length++) Assert.Null(Find(batch[..length], isBatch: true));
    }

    [Fact]
    public void A_length_that_lies_counts_for_nothing()
    {
        var batch = Framed(Batch(3));
        byte[] promised = [0, 0x7F, 0xFF, 0xFF, 0xFF, .. batch[5..]];
        Assert.Equal(new WriteOutline("stock", 1, batch.Length - 5), Find(promised, isBatch: true));
        // Behind the end of the message.
        Assert.Equal(new WriteOutline("m", 1, 3), Find([0, 0, 0, 0, 3, 0x0A, 1, (byte)'m', 0x12, 0, 0x12, 0], isBatch: true));
        for (byte length = 0; length < 3; length++) Assert.Null(Find([0, 0, 0, 0, length, 0x0A, 1, (byte)'m', 0x12, 0]));
    }

    [Fact]
    public void What_cannot_be_told_is_left_to_those_who_read_it()
    {
        Assert.Null(Find([1, .. Put[1..]]));
        Assert.Null(Find([0, 255, 255, 255, 255, .. Put[5..]]));
        Assert.Null(Find(Framed(new Wire.PutRequest { Key = "k" })));
        Assert.Null(Find(Framed([0x12, 1, (byte)'k', 0x0A, 1, (byte)'m'])));
        Assert.Null(Find(Framed([0x0A, 2, 0xC3, 0x28])));
        Assert.Null(Find(Framed([0x0A, 0x80, 0x80, 0x80, 0x80, 0x80])));
        Assert.Null(Find(Framed(new Wire.PutRequest { Map = new string('m', 129), Key = "k" })));
        // Broken behind the map: so many are counted as can be told.
        Assert.Equal(2, Find(Framed([0x0A, 1, (byte)'m', 0x12, 1, 0, 0x12, 0, 0x12, 100, 0]), isBatch: true)?.Writes);
    }

    [Fact]
    public void Each_call_that_writes_names_its_map_first()
    {
        var methods = Wire.MapService.Descriptor.Methods;
        Assert.Equal(["Get", "Query", "Watch"], WriteAdmission.Reads.Order());
        Assert.Subset(methods.Select(method => method.Name).ToHashSet(), WriteAdmission.Reads.ToHashSet());
        Assert.All(methods, method =>
        {
            var map = method.InputType.FindFieldByNumber(1);
            Assert.Equal(("map", FieldType.String), (map.Name, map.FieldType));
        });
        Assert.Equal("writes", Wire.BatchRequest.Descriptor.FindFieldByNumber(2).Name);
    }

    private static Wire.BatchRequest Batch(int writes) => new()
    {
        Map = "stock",
        Writes = { Enumerable.Range(0, writes).Select(i => new Wire.BatchWrite { Key = $"{i}", Put = new() { StringValue = new string('x', i * 3) } }) },
    };

    private static WriteOutline? Find(byte[] body, bool isBatch = false) => WriteOutline.Find(new ReadOnlySequence<byte>(body), isBatch, 128);

    private static byte[] Framed(IMessage message) => Framed(message.ToByteArray());

    private static byte[] Framed(byte[] message)
    {
        byte[] framed = [0, 0, 0, 0, 0, .. message];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        return framed;
    }

    private static ReadOnlySequence<byte> Pieces(byte[] bytes, int size)
    {
        var first = new Piece(bytes.AsMemory(0, size), 0);
        var last = first;
        for (var at = size; at < bytes.Length; at += size) last = last.Before(bytes.AsMemory(at, Math.Min(size, bytes.Length - at)));
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory, long at) => (Memory, RunningIndex) = (memory, at);

        public Piece Before(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
