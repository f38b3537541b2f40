using System.Diagnostics;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.LoadGenerator;

/// <summary>A stream that follows the map. It reads of each page only what it needs to count, so that the generator does not become what is measured.</summary>
internal sealed class Subscriber(GrpcChannel channel, LoadShape shape, int index)
{
    private static readonly Method<SyncRequest, byte[]> Sync = new(
        MethodType.DuplexStreaming,
        "topgun.v1.SyncService",
        "Sync",
        Marshallers.Create(request => MessageExtensions.ToByteArray(request), SyncRequest.Parser.ParseFrom),
        Marshallers.Create(bytes => bytes, bytes => bytes));

    private AsyncDuplexStreamingCall<SyncRequest, byte[]>? _call;
    private long _events;

    /// <summary>How many changed records have come.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>The highest version that has come.</summary>
    public ulong Version { get; private set; }

    /// <summary>Opens the stream and subscribes; what comes then waits until it is read.</summary>
    public async Task BeginAsync(CancellationToken cancellationToken)
    {
        var metadata = new Metadata { { "authorization", $"Bearer {shape.Token}" } };
        _call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(Sync, null, new CallOptions(metadata, cancellationToken: cancellationToken));
        await _call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = $"reader{index}", Client = "load-generator" } } });
        if (!await _call.ResponseStream.MoveNext(cancellationToken)) throw new InvalidOperationException("No welcome.");
        await _call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { Subscribe = new Subscribe { SubscriptionId = 1, Map = shape.Map } } });
        // The page and CaughtUp of a map that is still empty.
        while (await _call.ResponseStream.MoveNext(cancellationToken))
            if (SyncResponse.Parser.ParseFrom(_call.ResponseStream.Current).Frame.CaughtUp is not null) return;
    }

    /// <summary>Reads until the run ends.</summary>
    public async Task RunAsync(Tally tally, CancellationToken cancellationToken)
    {
        try
        {
            while (await _call!.ResponseStream.MoveNext(cancellationToken))
            {
                var records = Count(_call.ResponseStream.Current, out var last);
                if (records == 0) continue;
                Interlocked.Add(ref _events, records);
                var changed = ChangedRecord.Parser.ParseFrom(last);
                tally.Batch(records, SentAt(changed));
                Version = changed.Version;
            }
        }
        catch (RpcException ended) when (ended.StatusCode == StatusCode.Cancelled)
        {
            // The run is over.
        }
    }

    // SyncResponse.frame.change_page.records, without making objects of them.
    private static int Count(byte[] response, out ByteString last)
    {
        last = ByteString.Empty;
        var records = 0;
        var page = Inner(Inner(response, SyncResponse.FrameFieldNumber), ServerFrame.ChangePageFieldNumber);
        if (page.IsEmpty) return 0;
        var input = new CodedInputStream(page.ToArray());
        while (input.ReadTag() is var tag && tag != 0)
        {
            if (WireFormat.GetTagFieldNumber(tag) == ChangePage.RecordsFieldNumber)
            {
                last = input.ReadBytes();
                records++;
            }
            else
            {
                input.SkipLastField();
            }
        }

        return records;
    }

    private static ReadOnlySpan<byte> Inner(ReadOnlySpan<byte> message, int field)
    {
        var at = 0;
        while (at < message.Length)
        {
            var tag = Varint(message, ref at);
            if ((tag & 7) != 2) return [];
            var length = (int)Varint(message, ref at);
            if (tag >> 3 == (ulong)field) return message.Slice(at, length);
            at += length;
        }

        return [];
    }

    private static ulong Varint(ReadOnlySpan<byte> from, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = from[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }

    // The writer stamps each record with its own clock, which is also ours.
    private static long SentAt(ChangedRecord changed)
        => Record.Parser.ParseFrom(changed.Record).Registers.Single(register => register.Field == "count").Value.Int64Value;
}
