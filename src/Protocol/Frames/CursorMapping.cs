using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Cursors, and their form on the wire.</summary>
internal static class CursorMapping
{
    public static Wire.Cursor ToWire(Cursor cursor) => new() { Epoch = cursor.Epoch, Version = checked((ulong)cursor.Version) };

    public static Cursor FromWire(Wire.Cursor? wire)
        => new(Check.Present(wire, "Cursor").Epoch, Check.Long(wire!.Version, "Cursor version"));
}
