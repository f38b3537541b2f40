using Google.Protobuf;
using Grpc.Core;
using TopGun.Grpc.Benchmarks.Protos;
using EchoClient = TopGun.Grpc.Benchmarks.Protos.EchoService.EchoServiceClient;

namespace TopGun.Grpc.Benchmarks;

/// <summary>A way to use calls.</summary>
/// <param name="Name">What it is called in the results.</param>
/// <param name="Lanes">How many of it run at once.</param>
/// <param name="Lane">Runs until it is told to end, and counts each message that came back.</param>
internal sealed record Scenario(string Name, int Lanes, Func<EchoClient, Action, CancellationToken, Task> Lane)
{
    private const int BurstLength = 32;
    private const int MostOnTheWay = 512;
    private const int Forever = int.MaxValue;

    public static readonly IReadOnlyList<Scenario> All =
    [
        new("unary, 1 caller", 1, UnaryAsync),
        new("unary, 50 callers", 50, UnaryAsync),
        new("bidi ping-pong, 1 stream", 1, PingPongAsync),
        new("bidi echo 100 B, 1 stream", 1, Echo(100, WriteFlags.None)),
        new("bidi echo 100 B, 20 streams", 20, Echo(100, WriteFlags.None)),
        new("bidi echo 10 KB, 1 stream", 1, Echo(10_240, WriteFlags.None)),
        new("bidi echo 10 KB, 20 streams", 20, Echo(10_240, WriteFlags.None)),
        new("server stream 100 B", 1, Stream(Forever)),
        new("server stream 100 B, BufferHint 31 of 32", 1, Stream(-Forever)),
        new("bidi 100 B, client BufferHint 31 of 32", 1, Echo(100, WriteFlags.BufferHint)),
    ];

    private static Parcel Parcel(int bytes, int count = 0) => new() { Payload = ByteString.CopyFrom(new byte[bytes]), Count = count };

    private static async Task UnaryAsync(EchoClient client, Action count, CancellationToken end)
    {
        var parcel = Parcel(100);
        while (!end.IsCancellationRequested)
        {
            await client.AskAsync(parcel);
            count();
        }
    }

    private static async Task PingPongAsync(EchoClient client, Action count, CancellationToken end)
    {
        using var call = client.Talk();
        var parcel = Parcel(100);
        while (!end.IsCancellationRequested)
        {
            await call.RequestStream.WriteAsync(parcel);
            await call.ResponseStream.MoveNext();
            count();
        }
    }

    private static Func<EchoClient, Action, CancellationToken, Task> Echo(int bytes, WriteFlags flags) => async (client, count, end) =>
    {
        using var call = client.Talk();
        using var room = new SemaphoreSlim(MostOnTheWay);
        var reading = Task.Run(async () =>
        {
            while (await call.ResponseStream.MoveNext())
            {
                count();
                room.Release();
            }
        });
        var (parcel, hint) = (Parcel(bytes), new WriteOptions(flags));
        for (var i = 1; !end.IsCancellationRequested; i++)
        {
            // MostOnTheWay is a multiple of the burst: whenever there is no room, all that was written has left.
            var isLast = i % BurstLength == 0;
            await room.WaitAsync(CancellationToken.None);
            call.RequestStream.WriteOptions = isLast ? null : hint;
            await call.RequestStream.WriteAsync(parcel);
        }

        await call.RequestStream.CompleteAsync();
        await reading;
    };

    private static Func<EchoClient, Action, CancellationToken, Task> Stream(int count) => async (client, counted, end) =>
    {
        using var call = client.Tell(Parcel(100, count));
        while (!end.IsCancellationRequested && await call.ResponseStream.MoveNext()) counted();
    };
}
