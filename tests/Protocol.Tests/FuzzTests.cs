using System.Buffers;
using FsCheck;
using FsCheck.Fluent;
using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Generators;
using TopGun.Protocol.Frames;
using TopGun.Protocol.Records;
using TopGun.Protocol.Tests.Frames;
using TopGun.Protocol.Tests.Records;

namespace TopGun.Protocol.Tests;

/// <summary>Whatever bytes arrive, they are read or refused with the exception that the reader promises; nothing else ever comes out.</summary>
public class FuzzTests
{
    private static Gen<byte[]> Noise => Gen.Choose(0, 255).Select(number => (byte)number).ArrayOf();

    [Fact]
    public void Noise_is_a_frame_from_the_client_or_refused() => Law.Holds(Noise, ReadClientFrame);

    [Fact]
    public void Noise_is_a_frame_from_the_server_or_refused() => Law.Holds(Noise, ReadServerFrame);

    [Fact]
    public void Noise_is_a_record_or_refused() => Law.Holds(Noise, ReadRecord);

    [Fact]
    public void A_damaged_frame_from_the_client_is_read_or_refused()
        => Law.Holds(Damaged(SomeFrames.Client.Select(frame => ClientFrameMapping.ToRequest(frame).ToByteArray())), ReadClientFrame);

    [Fact]
    public void A_damaged_frame_from_the_server_is_read_or_refused()
        => Law.Holds(Damaged(SomeFrames.Server.Select(frame => ServerFrameMapping.ToResponse(frame).ToByteArray())), ReadServerFrame);

    [Fact]
    public void A_damaged_record_is_read_or_refused()
        => Law.Holds(Damaged(SomeRecords.Any.Select(RecordCodec.Instance.Encode)), ReadRecord);

    [Fact]
    public void A_length_near_the_largest_integer_is_refused()
    {
        // It makes the parser of Google.Protobuf 3.25.1 run off the end of its buffer.
        byte[] bytes = [0x0A, 0x07, 0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x08];

        Assert.Throws<SyncException>(() => ServerFrameMapping.Parse(new ReadOnlySequence<byte>(bytes)));
    }

    [Fact]
    public void What_was_read_of_a_damaged_frame_travels_on_as_it_was_read()
        => Law.Holds(Damaged(SomeFrames.Batches.Select(batch => ClientFrameMapping.ToRequest(batch).ToByteArray())), bytes =>
        {
            if (TryReadClientFrame(bytes) is not { } frame || frame is OpBatch batch && batch.Ops.Any(op => op.Fault is not null)) return;
            Assert.True(Same.As(frame, ClientFrameMapping.FromWire(ClientFrameMapping.ToWire(frame), SyncLimits.Default)));
        });

    /// <summary>The bytes with up to three of them changed, dropped, doubled or cut off behind.</summary>
    private static Gen<byte[]> Damaged(Gen<byte[]> whole)
        => from bytes in whole
           from kinds in Gen.Choose(0, 3).ListOf(3)
           from places in Gen.Choose(0, int.MaxValue - 1).ListOf(3)
           from values in Gen.Choose(0, 255).ListOf(3)
           select kinds.Zip(places, values).Aggregate(bytes, (damaged, damage) => Damage(damaged, damage.First, damage.Second, (byte)damage.Third));

    private static byte[] Damage(byte[] bytes, int kind, int anywhere, byte value)
    {
        if (bytes.Length == 0) return bytes;
        var place = anywhere % bytes.Length;
        return kind switch
        {
            0 => [.. bytes[..place], value, .. bytes[(place + 1)..]],
            1 => [.. bytes[..place], .. bytes[(place + 1)..]],
            2 => [.. bytes[..place], bytes[place], .. bytes[place..]],
            _ => bytes[..place],
        };
    }

    private static void ReadClientFrame(byte[] bytes) => TryReadClientFrame(bytes);

    private static ClientFrame? TryReadClientFrame(byte[] bytes)
    {
        try
        {
            return ClientFrameMapping.Parse(new ReadOnlySequence<byte>(bytes), SyncLimits.Default);
        }
        catch (SyncException)
        {
            return null;
        }
    }

    private static void ReadServerFrame(byte[] bytes)
    {
        try
        {
            ServerFrameMapping.Parse(new ReadOnlySequence<byte>(bytes));
        }
        catch (SyncException)
        {
        }
    }

    private static void ReadRecord(byte[] bytes)
    {
        try
        {
            // What is read once can be written and read again.
            var record = RecordCodec.Instance.Decode(bytes);
            Assert.Equal(record, RecordCodec.Instance.Decode(RecordCodec.Instance.Encode(record)));
            Assert.Equal(record.IsLive, RecordCodec.Instance.IsLive(bytes));
        }
        catch (FormatException)
        {
            Assert.Throws<FormatException>(() => RecordCodec.Instance.IsLive(bytes));
        }
    }
}
