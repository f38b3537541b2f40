using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using TopGun.Protocol.V1;

namespace TopGun.ColdSync;

/// <summary>A first sync that reads every page and keeps nothing.</summary>
internal static class RawSync
{
    private static readonly Method<SyncRequest, byte[]> Sync = new(
        MethodType.DuplexStreaming,
        "topgun.v1.SyncService",
        "Sync",
        Marshallers.Create(request => MessageExtensions.ToByteArray(request), SyncRequest.Parser.ParseFrom),
        Marshallers.Create(bytes => bytes, bytes => bytes));

    public static async Task<string> RunAsync(Uri server, string token, string map, CancellationToken cancellationToken)
    {
        var wire = new CountedConnection();
        using var channel = GrpcChannel.ForAddress(server, new GrpcChannelOptions { HttpHandler = wire.Handler });
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(
            Sync, null, new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: cancellationToken));
        await call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = "raw", Client = "cold-sync" } } });
        await call.ResponseStream.MoveNext(cancellationToken);

        var before = wire.Received;
        var began = Stopwatch.GetTimestamp();
        await call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { Subscribe = new Subscribe { SubscriptionId = 1, Map = map } } });
        var (messages, records, recordBytes) = (0L, 0L, 0L);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            messages += call.ResponseStream.Current.Length;
            var frame = SyncResponse.Parser.ParseFrom(call.ResponseStream.Current).Frame;
            if (frame.CaughtUp is not null) break;
            records += frame.ChangePage.Records.Count;
            recordBytes += frame.ChangePage.Records.Sum(record => record.Record.Length);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"raw seconds={Stopwatch.GetElapsedTime(began).TotalSeconds:F3} records={records} bytes={wire.Received - before} bytes_per_record={(double)(wire.Received - before) / records:F1} message_bytes_per_record={(double)messages / records:F1} record_bytes={(double)recordBytes / records:F1}");
    }
}
