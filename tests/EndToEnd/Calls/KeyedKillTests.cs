using Grpc.Core;
using Grpc.Net.Client;
using TopGun.EndToEnd.Processes;
using Contract = TopGun.Protocol.V1;

namespace TopGun.EndToEnd.Calls;

/// <summary>Backends write under idempotency keys while the server's process is killed.</summary>
public sealed class KeyedKillTests(ITestOutputHelper output)
{
    private const string Map = "ledger";

    [Fact]
    [Trait("Invariant", "INV-CALL-1")]
    [Trait("Invariant", "INV-STO-1")]
    public async Task Every_keyed_write_takes_effect_once_through_ten_kills()
    {
        const int Kills = 10, Writers = 8, WritesPerKill = 150;
        using var place = new Place();
        var server = await ServerProcess.StartAsync(place.Data);
        using var ending = new CancellationTokenSource();
        var (written, repeats, isUp) = (0, 0, true);
        try
        {
            var writing = Enumerable.Range(0, Writers).Select(writer => Task.Run(() => WriteAsync(writer))).ToArray();
            for (var kill = 0; kill < Kills; kill++)
            {
                var enough = Volatile.Read(ref written) + WritesPerKill;
                while (Volatile.Read(ref written) < enough) await Task.WhenAny(Task.Delay(1), Task.WhenAny(writing).Unwrap());
                var killing = server.KillAsync();
                Volatile.Write(ref isUp, false);
                await killing;
                server = await ServerProcess.StartAsync(place.Data);
                Volatile.Write(ref isUp, true);
            }

            await ending.CancelAsync();
            await Task.WhenAll(writing);

            // Each write changes something, so each that took effect made one version: none is missing and none was made twice.
            var (head, rows) = await CountAsync();
            Assert.Equal((ulong)written, head);
            Assert.Equal(written, rows);
            output.WriteLine($"{Kills} kills, {written} writes, {repeats} sent more than once.");
            Assert.True(repeats > 0, "No answer was lost, so the test has shown nothing.");
        }
        finally
        {
            await server.DisposeAsync();
        }

        async Task WriteAsync(int writer)
        {
            for (var i = 0; !ending.IsCancellationRequested; i++)
            {
                var request = new Contract.PutRequest { Map = Map, Key = $"{writer}-{i}", Value = new() { Int64Value = i }, IdempotencyKey = $"write-{writer}-{i}" };
                for (var attempt = 0; !await TryAsync(request); attempt++)
                {
                    if (attempt == 0) Interlocked.Increment(ref repeats);
                    // Nobody asks at the address of a server that is gone: it may be another's by now.
                    do await Task.Delay(20);
                    while (!Volatile.Read(ref isUp));
                }

                Interlocked.Increment(ref written);
            }
        }

        async Task<bool> TryAsync(Contract.PutRequest request)
        {
            var running = Volatile.Read(ref server);
            try
            {
                using var channel = GrpcChannel.ForAddress(running.Address);
                await new Contract.MapService.MapServiceClient(channel).PutAsync(request, Headers(running), deadline: DateTime.UtcNow.AddSeconds(10));
                return true;
            }
            catch (RpcException failure) when (failure.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Internal or StatusCode.Unknown or StatusCode.Cancelled)
            {
                return false;
            }
        }

        async Task<(ulong Head, int Rows)> CountAsync()
        {
            using var channel = GrpcChannel.ForAddress(server.Address);
            using var call = new Contract.MapService.MapServiceClient(channel).Query(new Contract.QueryRequest { Map = Map }, Headers(server));
            var rows = 0;
            ulong head = 0;
            while (await call.ResponseStream.MoveNext(CancellationToken.None))
            {
                rows += call.ResponseStream.Current.Rows.Count;
                head = call.ResponseStream.Current.Cursor?.Version ?? head;
            }

            return (head, rows);
        }
    }

    private static Metadata Headers(ServerProcess server) => new() { { "authorization", $"Bearer {server.Token}" } };
}
