using TopGun.Core.Sets;
using TopGun.Core.Time;

namespace TopGun.Protocol.Records;

/// <summary>The tags of a set, and their writers, as they stand in a record; writers in the order of their first use.</summary>
internal static class TagBytes
{
    public static void Write(ref ReverseWriter to, IReadOnlyList<IReadOnlyList<ElementTag>> tags)
    {
        if (tags.Count == 0) return;
        List<string> writers = [];
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var of in tags)
            foreach (var tag in of)
                if (indexes.TryAdd(tag.Writer, writers.Count)) writers.Add(tag.Writer);

        for (var i = tags.Count - 1; i >= 0; i--)
        {
            var before = to.Written;
            for (var j = tags[i].Count - 1; j >= 0; j--)
            {
                var beforeTag = to.Written;
                to.Number(RecordTags.ElementIndex, (ulong)tags[i][j].Index);
                to.Number(RecordTags.ElementNumber, (ulong)tags[i][j].Number);
                to.Number(RecordTags.ElementWriter, (ulong)indexes[tags[i][j].Writer]);
                to.Enclose(RecordTags.ElementTag, beforeTag);
            }

            to.Enclose(RecordTags.ElementTags, before);
        }

        for (var i = writers.Count - 1; i >= 0; i--) to.Text(RecordTags.TagWriter, writers[i]);
    }

    /// <summary>Reads the tags of an element, whose writers are still indexes.</summary>
    public static List<(int Writer, long Number, int Index)> Read(ReadOnlySpan<byte> bytes)
    {
        List<(int, long, int)> tags = [];
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            if (tag == RecordTags.ElementTag) tags.Add(ReadTag(reader.Bytes()));
            else reader.Skip(tag);
        return tags.Count > 0 ? tags : throw new FormatException("An element has no tag; it has at least one.");
    }

    private static (int Writer, long Number, int Index) ReadTag(ReadOnlySpan<byte> bytes)
    {
        var (writer, number, index) = (0, 0UL, 0);
        var reader = new WireReader(bytes);
        while (reader.Next(out var tag))
            switch (tag)
            {
                case RecordTags.ElementWriter:
                    writer = reader.Number(int.MaxValue, "Index of a writer");
                    break;
                case RecordTags.ElementNumber:
                    number = reader.Varint();
                    break;
                case RecordTags.ElementIndex:
                    index = reader.Number(int.MaxValue, "Index of an element");
                    break;
                default:
                    reader.Skip(tag);
                    break;
            }

        return number is > 0 and <= long.MaxValue ? (writer, (long)number, index) : throw new FormatException($"A tag names op {number}; 1 to {long.MaxValue} are valid.");
    }

    /// <summary>Reads the name of a writer.</summary>
    public static string ReadWriter(string name) => TimestampMapping.IsClockName(name)
        ? name
        : throw new FormatException($"Writer of a tag with a name of {name.Length} characters; 1 to {HlcTimestamp.MaxNodeIdBytes} of ASCII are valid.");

    /// <summary>The tags, when their writers are known.</summary>
    public static IReadOnlyList<ElementTag>[] Resolve(List<List<(int Writer, long Number, int Index)>> read, List<string> writers)
    {
        var tags = new IReadOnlyList<ElementTag>[read.Count];
        for (var i = 0; i < tags.Length; i++) tags[i] = [.. read[i].Select(tag => new ElementTag(NameOf(tag.Writer, writers), tag.Number, tag.Index))];
        return tags;
    }

    private static string NameOf(int writer, List<string> writers) => writer < writers.Count
        ? writers[writer]
        : throw new FormatException($"Writer {writer} of a record's tags; it has {writers.Count}, counted from 0.");
}
