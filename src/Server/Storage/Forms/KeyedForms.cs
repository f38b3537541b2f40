using TopGun.Core.Calls;
using TopGun.Core.Sync;

namespace TopGun.Server.Storage.Forms;

/// <summary>The bytes of what became of keyed writes, in commits of the log and in rows.</summary>
internal static class KeyedForms
{
    /// <summary>Writes one, but for the map's name.</summary>
    public static void Write(ByteWriter to, KeyedOutcome keyed)
    {
        to.Text(keyed.Subject);
        to.Text(keyed.Write.Key);
        to.Bytes(keyed.Write.Digest.Span);
        to.Varint(keyed.AtMs);
        to.Byte((byte)keyed.Outcome.Code);
        to.Varint(keyed.Outcome.Version);
        to.Text(keyed.Outcome.Reason ?? "");
        to.Text(keyed.Outcome.Resolver ?? "");
        to.Text(keyed.Outcome.Key ?? "");
    }

    /// <summary>Reads one of a map.</summary>
    public static KeyedOutcome Read(ref ByteReader from, string map)
    {
        var (subject, key, digest, atMs) = (from.Text(), from.Text(), from.Bytes().ToArray(), from.Varint());
        var outcome = new CallOutcome((OpResultCode)from.Byte(), from.Varint(), Some(from.Text()), Some(from.Text()), Some(from.Text()));
        return new KeyedOutcome(map, subject, new KeyedWrite(key, digest), atMs, outcome);
    }

    private static string? Some(string text) => text.Length > 0 ? text : null;
}
