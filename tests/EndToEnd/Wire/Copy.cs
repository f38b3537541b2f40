using Google.Protobuf;
using TopGun.Protocol.V1;
using Record = TopGun.Protocol.V1.Record;

namespace TopGun.EndToEnd.Wire;

/// <summary>A copy of a map as the protocol describes it, and nothing more: record bytes as received, and a cursor.</summary>
internal sealed class Copy(string map, uint subscription = 1)
{
    private readonly Dictionary<string, ChangedRecord> _records = new(StringComparer.Ordinal);

    /// <summary>What it has seen.</summary>
    public Cursor? Cursor { get; private set; }

    /// <summary>Whether it has reached the head on this stream.</summary>
    public bool IsCaughtUp { get; private set; }

    /// <summary>The records, removals too.</summary>
    public IReadOnlyDictionary<string, ChangedRecord> Records => _records;

    /// <summary>Fetches a whole map anew.</summary>
    public static async Task<Copy> FetchAsync(string address, string token, string map)
    {
        using var stream = await WireStream.OpenAsync(address, token, "fresh-copy");
        var copy = new Copy(map);
        await stream.SendAsync(copy.Subscribe());
        while (!copy.IsCaughtUp)
        {
            var frame = await stream.ReadAsync() ?? throw new InvalidOperationException("The stream ended before the copy had caught up.");
            // Where removals are remembered for a second, some are forgotten between two pages.
            if (frame.KindCase == ServerFrame.KindOneofCase.Reset) copy = new Copy(map);
            else copy.Take(frame);
        }

        return copy;
    }

    /// <summary>Asks for what it has not seen, on a new stream.</summary>
    public ClientFrame Subscribe(params WriterPosition[] writers)
    {
        IsCaughtUp = false;
        return new ClientFrame { Subscribe = new Subscribe { SubscriptionId = subscription, Map = map, Cursor = Cursor, Writers = { writers } } };
    }

    /// <summary>Whether a frame belongs to it.</summary>
    public bool IsFor(ServerFrame frame) => frame.KindCase switch
    {
        ServerFrame.KindOneofCase.ChangePage => frame.ChangePage.SubscriptionId == subscription,
        ServerFrame.KindOneofCase.CaughtUp => frame.CaughtUp.SubscriptionId == subscription,
        ServerFrame.KindOneofCase.Reset => frame.Reset.SubscriptionId == subscription,
        ServerFrame.KindOneofCase.SubscriptionEnded => frame.SubscriptionEnded.SubscriptionId == subscription,
        _ => false,
    };

    /// <summary>Takes a frame; those of other kinds are nothing to it.</summary>
    public void Take(ServerFrame frame)
    {
        switch (frame.KindCase)
        {
            case ServerFrame.KindOneofCase.ChangePage when frame.ChangePage.From.Equals(Cursor ?? new Cursor()):
                foreach (var record in frame.ChangePage.Records) _records[record.Key] = record;
                Cursor = frame.ChangePage.To;
                break;
            case ServerFrame.KindOneofCase.ChangePage: throw new InvalidOperationException($"A page from {frame.ChangePage.From} came to a copy at {Cursor}.");
            case ServerFrame.KindOneofCase.CaughtUp: IsCaughtUp = true; break;
            case ServerFrame.KindOneofCase.Reset: throw new InvalidOperationException($"The cursor {Cursor} was refused: {frame.Reset}");
            case ServerFrame.KindOneofCase.SubscriptionEnded: throw new InvalidOperationException($"{frame.SubscriptionEnded}");
            case ServerFrame.KindOneofCase.Error: throw new InvalidOperationException($"{frame.Error}");
        }
    }

    /// <summary>The text in a field of a record; null where there is none.</summary>
    public string? Text(string key, string field)
        => _records.TryGetValue(key, out var changed) ? Text(changed, field) : null;

    /// <inheritdoc cref="Text(string, string)"/>
    public static string? Text(ChangedRecord changed, string field)
        => Record.Parser.ParseFrom(changed.Record).Registers.FirstOrDefault(register => register.Field == field)?.Value?.StringValue;

    /// <summary>The integer in a field of a live record; null where there is none.</summary>
    public long? Number(string key, string field)
        => _records.TryGetValue(key, out var changed)
            ? Record.Parser.ParseFrom(changed.Record).Registers.FirstOrDefault(register => register.Field == field)?.Value is { HasInt64Value: true } value ? value.Int64Value : null
            : null;

    /// <summary>Whether two copies hold the same records, versions and bytes.</summary>
    public static void AssertSame(Copy expected, Copy actual)
    {
        Assert.Equal(expected.Records.Count, actual.Records.Count);
        foreach (var (key, record) in expected.Records)
        {
            var other = Assert.Contains(key, actual.Records);
            Assert.Equal(record.Version, other.Version);
            Assert.Equal(record.Record, other.Record);
        }
    }
}
