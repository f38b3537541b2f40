using System.Security.Cryptography;
using Grpc.Core;
using TopGun.Protocol.V1;

namespace TopGun.Stubs.Conformance;

/// <summary>A stream that has been greeted, and subscribed to a map.</summary>
internal sealed class Conversation : IAsyncDisposable
{
    private readonly AsyncDuplexStreamingCall<SyncRequest, SyncResponse> _call;

    private long _number;

    private Conversation(World world) => _call = world.Server.Sync.Sync(deadline: World.Deadline);

    public string NodeId => Writer.NodeId;

    private Writer Writer { get; } = new() { NodeId = $"csharp-{RandomNumberGenerator.GetHexString(16)}", Suffix = RandomNumberGenerator.GetHexString(12, lowercase: true) };

    public Welcome Welcome { get; private set; } = new();

    public static async Task<Conversation> BeginAsync(World world, params string[] features)
    {
        var talk = new Conversation(world);
        await talk.SendAsync(new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = talk.NodeId, Features = { features }, Client = "conformance" } });
        talk.Welcome = (await talk.TakeAsync(ServerFrame.KindOneofCase.Welcome)).Welcome;
        await talk.SendAsync(new ClientFrame { Subscribe = new Subscribe { SubscriptionId = 1, Map = world.Map } });
        return talk;
    }

    /// <summary>The next frame, which must be of this kind.</summary>
    public async Task<ServerFrame> TakeAsync(ServerFrame.KindOneofCase kind)
    {
        var frame = await NextAsync();
        World.Expect(frame.KindCase.ToString(), kind.ToString(), "the kind of the frame");
        return frame;
    }

    /// <summary>The results of what was sent; pages that come before are passed over.</summary>
    public async Task<OpResults> ResultsAsync()
    {
        ServerFrame frame;
        do frame = await NextAsync();
        while (frame.KindCase != ServerFrame.KindOneofCase.OpResults);
        return frame.OpResults;
    }

    /// <summary>Takes the pages to the head: the records by key, and the CaughtUp.</summary>
    public async Task<(Dictionary<string, ChangedRecord> Records, CaughtUp CaughtUp)> CatchUpAsync()
    {
        var records = new Dictionary<string, ChangedRecord>();
        while (true)
        {
            var frame = await NextAsync();
            if (frame.KindCase == ServerFrame.KindOneofCase.CaughtUp) return (records, frame.CaughtUp);
            World.Expect(frame.KindCase.ToString(), "ChangePage", "the kind of the frame");
            foreach (var record in frame.ChangePage.Records) records[record.Key] = record;
        }
    }

    /// <summary>Sends the next op, which replaces an absent key.</summary>
    public Task<(Writer Writer, Op Op)> ReplaceAsync(string map, string key, Dictionary<string, object?> native)
        => WriteAsync(map, new Write { Key = key, Base = WriteBase.Absent, Replace = Values.FieldsOf(native) });

    /// <summary>Sends the next op; the first is op 1.</summary>
    public async Task<(Writer Writer, Op Op)> WriteAsync(string map, Write write)
    {
        var now = (ulong)DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        var op = new Op
        {
            Number = (ulong)++_number,
            OpId = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)),
            Millis = now,
            Write = write,
        };
        await SendAsync(new ClientFrame { OpBatch = new OpBatch { Map = map, Writer = Writer, FirstSentMs = now, Ops = { op } } });
        return (Writer, op);
    }

    /// <summary>Ends the client's side; anything but OK throws.</summary>
    public async Task EndAsync()
    {
        await _call.RequestStream.CompleteAsync();
        while (await _call.ResponseStream.MoveNext(CancellationToken.None));
    }

    public ValueTask DisposeAsync()
    {
        _call.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task SendAsync(ClientFrame frame) => _call.RequestStream.WriteAsync(new SyncRequest { Frame = frame });

    private async Task<ServerFrame> NextAsync() => await _call.ResponseStream.MoveNext(CancellationToken.None)
        ? _call.ResponseStream.Current.Frame
        : throw new InvalidOperationException("the conversation ended by itself");
}
