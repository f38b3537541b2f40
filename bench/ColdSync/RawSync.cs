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
    // Each message has five bytes before it.
    private const int FramePrefix = 5;

    private static readonly Method<SyncRequest, byte[]> Sync = new(
        MethodType.DuplexStreaming,
        "topgun.v1.SyncService",
        "Sync",
        Marshallers.Create(request => MessageExtensions.ToByteArray(request), SyncRequest.Parser.ParseFrom),
        Marshallers.Create(bytes => bytes, bytes => bytes));

    public static async Task<string> RunAsync(Uri server, string token, string map, CancellationToken cancellationToken)
    {
        using var channel = GrpcChannel.ForAddress(server);
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(
            Sync, null, new CallOptions(new Metadata { { "authorization", $"Bearer {token}" } }, cancellationToken: cancellationToken));
        await call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { Hello = new Hello { MinVersion = 1, MaxVersion = 1, NodeId = "raw", Client = "cold-sync" } } });
        await call.ResponseStream.MoveNext(cancellationToken);

        var began = Stopwatch.GetTimestamp();
        await call.RequestStream.WriteAsync(new SyncRequest { Frame = new ClientFrame { Subscribe = new Subscribe { SubscriptionId = 1, Map = map } } });
        var (bytes, records, recordBytes) = (0L, 0L, 0L);
        while (await call.ResponseStream.MoveNext(cancellationToken))
        {
            bytes += FramePrefix + call.ResponseStream.Current.Length;
            var frame = SyncResponse.Parser.ParseFrom(call.ResponseStream.Current).Frame;
            if (frame.CaughtUp is not null) break;
            records += frame.ChangePage.Records.Count;
            recordBytes += frame.ChangePage.Records.Sum(record => record.Record.Length);
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"raw seconds={Stopwatch.GetElapsedTime(began).TotalSeconds:F3} records={records} bytes={bytes} bytes_per_record={(double)bytes / records:F1} of_it_record={(double)recordBytes / records:F1}");
    }
}
