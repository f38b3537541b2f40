using TopGun.Core.Maps;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Replicas;

/// <summary>Makes parts of steps, for tests of stores.</summary>
internal static class Steps
{
    public static readonly WriterId Writer = new("n1", "abc");

    public static readonly ObjectValue EveryKind = Value.Object(
        ("null", Value.Null),
        ("true", true),
        ("least", long.MinValue),
        ("negativeZero", -0.0),
        ("nan", double.NaN),
        ("text", "a\0b \U0001F600"),
        ("bytes", Value.Of(new byte[] { 0, 255 })),
        ("empty", Value.Of(ReadOnlyMemory<byte>.Empty)),
        ("list", Value.List(1, Value.List(), Value.Object(("a", 1)))));

    public static LoggedOp Op(long position, Write? write = null, string map = "map", OpReference? after = null) => new()
    {
        Position = position,
        Map = map,
        Writer = Writer,
        Number = position,
        OpId = ulong.MaxValue - (ulong)position,
        Writes = [new OpWrite(write ?? new ReplaceWrite("key", WriteBase.Absent, EveryKind), after)],
        Made = new ClockReading(1_000 + position, 10 + position, "boot"),
        MadeOn = default,
        At = new HlcTimestamp(1_000 + position, 7, Writer.ClockName),
    };

    public static ReplicaRecord Record(string key, long version = 1, int generation = 0, bool isLive = true, byte[]? bytes = null)
        => new(key, version, generation, isLive, bytes ?? [1, 2, 3]);

    public static Rejection Rejection(long id, params Write[] writes)
        => new(id, "map", RejectionCode.Forbidden, "Nicht \0 du \U0001F600", writes, new HlcTimestamp(5, 6, "n9~x"), ulong.MaxValue);

    public static ReplicaChange Change(Action<ReplicaChange> fill)
    {
        var change = new ReplicaChange();
        fill(change);
        return change;
    }
}
