using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Queries;
using TopGun.Core.Sessions;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;
using TopGun.Protocol.Records;
using TopGun.Simulation.Server;

namespace TopGun.Simulation.Parts;

/// <summary>A client that holds a part of a map, by the rules of the protocol and nothing else.</summary>
internal sealed class PartReader(string map, MapQuery query)
{
    private static readonly Principal User = new("ann", FrozenSet<string>.Empty, ObjectValue.Empty);

    private readonly PartQuery _part = new(query);
    private readonly HashSet<string> _old = new(StringComparer.Ordinal);
    private ServerSession _session = Session();
    private int _subscription;
    private Cursor _cursor = Cursor.Start;
    private Cursor? _step;
    private bool _isResetting;

    public Dictionary<string, (long Version, byte[] Record)> Rows { get; } = new(StringComparer.Ordinal);

    public PartQuery Part => _part;

    /// <summary>How many records have come, in all.</summary>
    public int Carried { get; private set; }

    /// <summary>Whether the last page was the last for now.</summary>
    public bool IsCurrent { get; private set; }

    /// <summary>Whether the map changed hands while it was subscribed to.</summary>
    public bool IsInherited { get; set; }

    private static ServerSession Session() => new(User, "node1", SyncLimits.Default, new Rules(), RecordCodec.Instance);

    /// <summary>Comes anew, with what it holds.</summary>
    public void Connect(Partition partition)
    {
        _session.End(map, partition.Committed);
        _session = Session();
        var subscribe = new Subscribe(++_subscription, map, _cursor == Cursor.Start ? null : _cursor, [], query, Rows.Count == 0)
        {
            Seen = _step is { } step ? [step] : [],
            Window = _part.IsWindow ? [.. Rows.Where(row => !_old.Contains(row.Key)).Select(row => new WindowRow(row.Key, row.Value.Version))] : [],
        };
        var frame = ClientFrameMapping.FromWire(Wire.ClientFrame.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(ClientFrameMapping.ToWire(subscribe))), SyncLimits.Default);
        Assert.Null(_session.Receive((Subscribe)frame));
        IsCurrent = false;
    }

    public void WantProgress() => Assert.Equal([map], _session.WantProgress());

    /// <summary>Takes what comes next.</summary>
    /// <returns>Whether there was anything.</returns>
    public bool Pull(Partition partition, int pageBytes, Func<string, bool> hasEverMatched)
    {
        var pulled = _session.Pull(map, partition.Committed, pageBytes);
        // What lies in between may hold nothing for it, and then it hears nothing of it.
        if (!pulled.IsEmpty) IsCurrent = false;
        foreach (var frame in pulled.Read())
            Take(ServerFrameMapping.FromWire(Wire.ServerFrame.Parser.ParseFrom(Google.Protobuf.MessageExtensions.ToByteArray(ServerFrameMapping.ToWire(frame))))!, hasEverMatched);
        return !pulled.IsEmpty;
    }

    private void Take(ServerFrame frame, Func<string, bool> hasEverMatched)
    {
        switch (frame)
        {
            case Reset:
                (_cursor, _step, IsCurrent) = (Cursor.Start, null, false);
                StartAnew();
                break;
            case ChangePage page when page.From == _cursor:
                Take(page, hasEverMatched);
                break;
            case ChangePage page:
                Assert.Fail($"A page from {page.From} came to a client that is at {_cursor}.");
                break;
        }
    }

    private void StartAnew()
    {
        _isResetting = true;
        _old.UnionWith(Rows.Keys);
    }

    private void Take(ChangePage page, Func<string, bool> hasEverMatched)
    {
        foreach (var changed in page.Records)
        {
            var record = RecordCodec.Instance.Decode(changed.Bytes.Span);
            Assert.True(record.ToValue() is { } value && _part.Matches(changed.Key, value), $"{changed.Key} is no row of {query}.");
            Assert.Equal(record, _part.Cut(record));
            Rows[changed.Key] = (changed.Version, changed.Bytes.ToArray());
            _old.Remove(changed.Key);
        }

        foreach (var key in page.Gone)
        {
            // Nobody learns of a key that was never any of his business, but one whose rows the server knows nothing of.
            Assert.True(!_part.IsWindow || Rows.ContainsKey(key), $"{key} is no row that is held of {query}.");
            if (_subscription == 1 && !IsInherited) Assert.True(hasEverMatched(key), $"{key} was never a row of {query}.");
            Rows.Remove(key);
            _old.Remove(key);
        }

        Carried += page.Records.Count;
        Assert.Equal(page.More, page.Head is not null);
        if (_part.IsWindow)
        {
            Assert.True(!page.More || page.To == page.From, $"A step of a window leads from {page.From} to {page.To}.");
            Assert.True(Rows.Count - _old.Count <= query.Limit, $"{Rows.Count - _old.Count} rows are in a window of {query.Limit}.");
        }

        (_cursor, _step, IsCurrent) = (page.To, page.Head, !page.More);
        if (page.More || !_isResetting) return;
        foreach (var key in _old) Rows.Remove(key);
        _old.Clear();
        _isResetting = false;
    }
}
