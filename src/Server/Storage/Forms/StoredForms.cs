using System.Buffers.Binary;
using System.Text;
using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Server.Storage.Forms;

/// <summary>The bytes of commits in the log and of the rows of writers.</summary>
/// <remarks>
/// Each form begins with the number of its format, so that a later one can stand beside it in one file, and ends with its
/// checksum. Numbers are varints, versions count from the version that the commit builds on, and a map's name is written once.
/// </remarks>
internal static class StoredForms
{
    // Since 2 a record says whose it is, since 3 when it expires; and a commit what it forgets. Since 4 it may tell of keyed writes, since 5 of
    // the types of maps.
    private const byte CommitFormat = 5;
    private const byte CommitFormatWithoutExpiry = 2;
    private const byte CommitFormatWithoutOwners = 1;
    private const byte WriterFormat = 1;
    private const byte DefinitionFormat = 1;
    private const byte KeyedFormat = 1;
    private const byte HasStamp = 1;
    private const byte HasReason = 2;
    private const byte HasResolver = 4;
    private const byte HasKey = 8;

    /// <summary>Writes a commit into an empty writer.</summary>
    /// <exception cref="EncoderFallbackException">A name or key is not Unicode.</exception>
    public static void WriteCommit(ByteWriter to, PartitionCommit commit)
    {
        to.Byte(CommitFormat);
        to.Byte(commit.Partition.Value);
        to.UInt64(commit.Epoch);
        to.Varint(commit.ExpectedHead);
        to.Varint(commit.NewHead - commit.ExpectedHead);
        WriteTimestamp(to, commit.ClockHighWater);

        var (maps, owners) = (new Names(), new Names());
        to.Varint(commit.Records.Count);
        for (var i = 0; i < commit.Records.Count; i++)
        {
            var record = commit.Records[i];
            maps.Write(to, record.Map);
            to.Text(record.Key);
            to.Varint(record.Version - commit.ExpectedHead);
            to.Bytes(record.Bytes);
            // Nobody is called nothing, so that stands for nobody.
            owners.Write(to, record.Owner ?? "");
            to.Varint(record.ExpiresAtMs);
        }

        WriteCollected(to, commit.Collected, maps);
        to.Varint(commit.Writers.Count);
        for (var i = 0; i < commit.Writers.Count; i++)
        {
            var writer = commit.Writers[i];
            maps.Write(to, writer.Map);
            WriteRow(to, writer);
        }

        // Few commits have any, and those before there were any had none.
        if (commit.Registrations.Count + commit.Keyed.Count + commit.Types.Count > 0)
        {
            to.Varint(commit.Registrations.Count);
            foreach (var change in commit.Registrations)
            {
                maps.Write(to, change.Map);
                RegistrationForms.Write(to, change);
            }
        }

        if (commit.Keyed.Count + commit.Types.Count > 0)
        {
            to.Varint(commit.Keyed.Count);
            foreach (var keyed in commit.Keyed)
            {
                maps.Write(to, keyed.Map);
                KeyedForms.Write(to, keyed);
            }
        }

        if (commit.Types.Count > 0)
        {
            to.Varint(commit.Types.Count);
            foreach (var typing in commit.Types)
            {
                maps.Write(to, typing.Map);
                to.Byte((byte)typing.Type);
            }
        }

        Seal(to);
    }

    /// <summary>Reads a commit.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a format that is not known.</exception>
    public static PartitionCommit ReadCommit(ReadOnlySpan<byte> bytes)
    {
        var from = Unseal(bytes, CommitFormatWithoutOwners, CommitFormat, out var format);
        var partition = new PartitionId(from.Byte());
        var epoch = from.UInt64();
        var expectedHead = from.Varint();
        var newHead = expectedHead + from.Varint();
        var clock = ReadTimestamp(ref from);

        var (maps, owners) = (new Names(), new Names());
        var records = new RecordChange[from.Count()];
        for (var i = 0; i < records.Length; i++)
        {
            records[i] = new RecordChange(maps.Read(ref from), from.Text(), expectedHead + from.Varint(), from.Bytes().ToArray());
            if (format != CommitFormatWithoutOwners && owners.Read(ref from) is { Length: > 0 } owner) records[i] = records[i] with { Owner = owner };
            if (format > CommitFormatWithoutExpiry) records[i] = records[i] with { ExpiresAtMs = from.Varint() };
        }

        MapCollection[] collected = format > CommitFormatWithoutExpiry ? ReadCollected(ref from, maps) : [];
        var writers = new WriterChange[from.Count()];
        for (var i = 0; i < writers.Length; i++) writers[i] = ReadRow(ref from, maps.Read(ref from));

        var registrations = new RegistrationChange[from.IsAtEnd ? 0 : from.Count()];
        for (var i = 0; i < registrations.Length; i++) registrations[i] = RegistrationForms.Read(ref from, maps.Read(ref from));

        return new PartitionCommit(partition, epoch, expectedHead, newHead, clock, records, writers) 
        {
            Registrations = registrations,
            Collected = collected,
            Keyed = ReadKeyed(ref from, maps),
            Types = ReadTypes(ref from, maps),
        };
    }

    private static void WriteCollected(ByteWriter to, IReadOnlyList<MapCollection> collected, Names maps)
    {
        to.Varint(collected.Count);
        foreach (var (map, horizon, keys) in collected)
        {
            maps.Write(to, map);
            to.Varint(horizon.Version);
            WriteTimestamp(to, horizon.At);
            to.Varint(keys.Count);
            foreach (var key in keys) to.Text(key);
        }
    }

    private static MapCollection[] ReadCollected(ref ByteReader from, Names maps)
    {
        var collected = new MapCollection[from.Count()];
        for (var i = 0; i < collected.Length; i++)
        {
            var (map, horizon) = (maps.Read(ref from), new MapHorizon(from.Varint(), ReadTimestamp(ref from)));
            var keys = new string[from.Count()];
            for (var key = 0; key < keys.Length; key++) keys[key] = from.Text();
            collected[i] = new MapCollection(map, horizon, keys);
        }

        return collected;
    }

    private static KeyedOutcome[] ReadKeyed(ref ByteReader from, Names maps)
    {
        var keyed = new KeyedOutcome[from.IsAtEnd ? 0 : from.Count()];
        for (var i = 0; i < keyed.Length; i++) keyed[i] = KeyedForms.Read(ref from, maps.Read(ref from));
        return keyed;
    }

    private static MapTyping[] ReadTypes(ref ByteReader from, Names maps)
    {
        var types = new MapTyping[from.IsAtEnd ? 0 : from.Count()];
        for (var i = 0; i < types.Length; i++) types[i] = new MapTyping(maps.Read(ref from), (MapType)from.Byte());
        return types;
    }

    /// <summary>Writes the row of a writer into an empty one.</summary>
    public static void WriteWriter(ByteWriter to, WriterChange writer)
    {
        to.Byte(WriterFormat);
        WriteRow(to, writer);
        Seal(to);
    }

    /// <summary>Reads the row of a writer of a map.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a format that is not known.</exception>
    public static WriterChange ReadWriter(ReadOnlySpan<byte> bytes, string map)
    {
        var from = Unseal(bytes, WriterFormat, WriterFormat, out _);
        return ReadRow(ref from, map);
    }

    /// <summary>Writes the row of a registered resolver into an empty writer.</summary>
    public static void WriteDefinition(ByteWriter to, ResolverDefinition definition)
    {
        to.Byte(DefinitionFormat);
        RegistrationForms.WriteDefinition(to, definition);
        Seal(to);
    }

    /// <summary>Reads the row of a registered resolver.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a format that is not known.</exception>
    public static ResolverDefinition ReadDefinition(ReadOnlySpan<byte> bytes, string name)
    {
        var from = Unseal(bytes, DefinitionFormat, DefinitionFormat, out _);
        return RegistrationForms.ReadDefinition(ref from, name);
    }

    /// <summary>Writes the row of what became of a keyed write into an empty writer.</summary>
    public static void WriteKeyed(ByteWriter to, KeyedOutcome keyed)
    {
        to.Byte(KeyedFormat);
        KeyedForms.Write(to, keyed);
        Seal(to);
    }

    /// <summary>Reads the row of what became of a keyed write of a map.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a format that is not known.</exception>
    public static KeyedOutcome ReadKeyed(ReadOnlySpan<byte> bytes, string map)
    {
        var from = Unseal(bytes, KeyedFormat, KeyedFormat, out _);
        return KeyedForms.Read(ref from, map);
    }

    private static void WriteRow(ByteWriter to, WriterChange writer)
    {
        to.Text(writer.Writer.NodeId);
        to.Text(writer.Writer.Suffix);
        to.Varint(writer.Last);
        to.Varint(writer.SettledThrough);
        to.Varint(writer.LastMillis);
        to.Varint(writer.LastCounter);
        to.Varint(writer.SeenMs);
        WriteResults(to, writer.Results);
    }

    private static WriterChange ReadRow(ref ByteReader from, string map) => new(
        map, new WriterId(from.Text(), from.Text()), from.Varint(), from.Varint(), from.Varint(), (ushort)from.Varint(), from.Varint(), ReadResults(ref from));

    private static void WriteResults(ByteWriter to, IReadOnlyList<OpResult> results)
    {
        to.Varint(results.Count);
        for (var i = 0; i < results.Count; i++)
        {
            var result = results[i];
            to.Varint(result.Number);
            to.UInt64(result.OpId);
            to.Byte((byte)result.Code);
            to.Varint(result.Version);
            to.Byte(PartsOf(result));
            if (result.Stamped is { } stamped) WriteTimestamp(to, stamped);
            if (result.Reason is { } reason) to.Text(reason);
            if (result.Resolver is { } resolver) to.Text(resolver);
            if (result.Key is { } key) to.Text(key);
        }
    }

    private static byte PartsOf(OpResult result) => (byte)(
        (result.Stamped is null ? 0 : HasStamp) | (result.Reason is null ? 0 : HasReason) | (result.Resolver is null ? 0 : HasResolver) | (result.Key is null ? 0 : HasKey));

    private static OpResult[] ReadResults(ref ByteReader from)
    {
        var results = new OpResult[from.Count()];
        for (var i = 0; i < results.Length; i++)
        {
            var (number, opId, code, version, parts) = (from.Varint(), from.UInt64(), (OpResultCode)from.Byte(), from.Varint(), from.Byte());
            HlcTimestamp? stamped = (parts & HasStamp) == 0 ? null : ReadTimestamp(ref from);
            var reason = (parts & HasReason) == 0 ? null : from.Text();
            var resolver = (parts & HasResolver) == 0 ? null : from.Text();
            results[i] = new OpResult(number, opId, code, version, stamped, reason, resolver, (parts & HasKey) == 0 ? null : from.Text());
        }

        return results;
    }

    // A node id is never empty, so an empty one says that there is no timestamp.
    /// <summary>Writes a timestamp, or that there is none.</summary>
    public static void WriteTimestamp(ByteWriter to, HlcTimestamp timestamp)
    {
        to.Text(timestamp.NodeId ?? "");
        if (timestamp.IsDefault) return;
        to.Varint(timestamp.Millis);
        to.Varint(timestamp.Counter);
    }

    /// <summary>Reads a timestamp; default where there is none.</summary>
    public static HlcTimestamp ReadTimestamp(ref ByteReader from)
    {
        var nodeId = from.Text();
        return nodeId.Length == 0 ? default : new HlcTimestamp(from.Varint(), (ushort)from.Varint(), nodeId);
    }

    /// <summary>Closes a form with its checksum.</summary>
    public static void Seal(ByteWriter to) => to.UInt32(Crc32C.Of(to.Written));

    /// <summary>Opens a form: checks its checksum and its format.</summary>
    /// <exception cref="FormatException">The bytes are damaged, or of a format that is not known.</exception>
    public static ByteReader Unseal(ReadOnlySpan<byte> bytes, byte oldest, byte newest, out byte format)
    {
        if (bytes.Length <= sizeof(uint)) throw new FormatException($"{bytes.Length} bytes are too few.");
        var content = bytes[..^sizeof(uint)];
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]) != Crc32C.Of(content)) throw new FormatException("The checksum does not match.");
        format = content[0];
        if (format < oldest || format > newest) throw new FormatException($"Format {format} is not known; {oldest} to {newest} are.");
        return new ByteReader(content[1..]);
    }

    // A name in full when it comes first, then the number of its turn.
    private sealed class Names
    {
        private readonly List<string> _names = [];
        private readonly Dictionary<string, int> _turns = new(StringComparer.Ordinal);

        public void Write(ByteWriter to, string name)
        {
            var isKnown = _turns.TryGetValue(name, out var turn);
            to.Varint(isKnown ? turn : 0);
            if (isKnown) return;
            to.Text(name);
            _turns.Add(name, _turns.Count + 1);
        }

        public string Read(ref ByteReader from)
        {
            var index = from.Varint() - 1;
            if (index < -1 || index >= _names.Count) throw new FormatException($"Name {index} of {_names.Count}.");
            if (index >= 0) return _names[(int)index];
            _names.Add(from.Text());
            return _names[^1];
        }
    }
}
