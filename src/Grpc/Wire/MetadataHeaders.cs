using Grpc.Core;

namespace TopGun.Grpc.Wire;

/// <summary>Metadata entries as header lines, both ways.</summary>
internal static class MetadataHeaders
{
    /// <summary>Takes a header line into the metadata, if it is the application's and has a form that metadata can have.</summary>
    /// <remarks>A line of a binary key may hold several values; they become several entries.</remarks>
    /// <exception cref="FormatException">A binary value is not base64.</exception>
    public static void AddHeader(this Metadata metadata, string name, string value)
    {
        if (!GrpcHeader.IsMetadata(name) || !Metadata.Entry.IsKey(name)) return;
        if (!name.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.OrdinalIgnoreCase))
        {
            if (Metadata.Entry.IsText(value)) metadata.Add(name, value);
            return;
        }

        foreach (var range in value.AsSpan().Split(',')) metadata.Add(name, BinaryValue.Decode(value.AsSpan(range)));
    }

    /// <summary>The header lines of the metadata: names with their values, one line for each name.</summary>
    /// <remarks>
    /// Values of one binary key are joined by a bare comma, as the protocol allows. HTTP stacks join with a comma and a
    /// blank instead, which breaks the base64 reader of some servers.
    /// </remarks>
    public static IEnumerable<KeyValuePair<string, string>> ToHeaders(this Metadata metadata)
    {
        for (var i = 0; i < metadata.Count; i++)
        {
            var entry = metadata[i];
            if (!GrpcHeader.IsMetadata(entry.Key)) continue;
            if (!entry.IsBinary) yield return new(entry.Key, entry.Value);
            else if (IsFirst(metadata, i)) yield return new(entry.Key, Joined(metadata, entry.Key));
        }
    }

    private static bool IsFirst(Metadata metadata, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (metadata[i].Key == metadata[index].Key) return false;
        }

        return true;
    }

    private static string Joined(Metadata metadata, string key)
        => string.Join(',', metadata.GetAll(key).Select(entry => BinaryValue.Encode(entry.ValueBytes)));
}
