using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;

namespace TopGun.EndToEnd.Serving;

/// <summary>Clients at work while their connections become too old.</summary>
public sealed class ConnectionAgeTests
{
    private const string Map = "age";

    private static readonly TimeSpan Age = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Theory]
    [Trait("Invariant", "INV-OPS-1")]
    [InlineData(TransportMode.Streaming)]
    [InlineData(TransportMode.WebStreaming)]
    [InlineData(TransportMode.LongPolling)]
    public async Task They_come_back_on_others_and_each_write_takes_effect_once(TransportMode mode)
    {
        const int Lives = 3, LeastWrites = 50;
        using var place = new Place();
        await using var server = await ServerInProcess.StartAsync(place.Data, options =>
        {
            options.MaxConnectionAge = Age;

            // Nothing but the age may end a conversation when the clock leaps.
            options.Heartbeat = TimeSpan.FromMinutes(10);
            options.SessionKeep = TimeSpan.FromMinutes(5);
        });
        await using var writer = Open();
        await using var reader = Open();
        using var ending = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(WriteAsync);
        for (var life = 1; life <= Lives; life++)
        {
            var goal = Volatile.Read(ref written) + LeastWrites;
            await UntilAsync(() => Volatile.Read(ref written) >= goal && writer.State.IsConnected && reader.State.IsConnected);
            var before = server.Connections.Made;

            // Told to take no further calls, then cut.
            server.Time.Leap(Age);
            goal = Volatile.Read(ref written) + LeastWrites;
            await UntilAsync(() => Volatile.Read(ref written) >= goal);
            server.Time.Leap(Grace);
            await UntilAsync(() => server.Connections.Ended >= before);
        }

        await ending.CancelAsync();
        await writing.WaitAsync(ProgramRun.Patience);
        Assert.Equal(new SavedState(0, 0), await writer.WhenSavedAsync().WaitAsync(ProgramRun.Patience));
        var copy = await Copy.FetchAsync(server.Address, server.Token, Map);
        Assert.Equal((ulong)written, copy.Cursor!.Version);
        await UntilAsync(() => Equals(reader.GetMap(Map).Get("count"), Value.Of(written - 1)));

        TopGunClient Open() => TopGunClient.Open(new TopGunClientOptions
        {
            Server = mode == TransportMode.Streaming ? server.Address : server.WebAddress,
            Token = server.Token,
            Transport = mode,
        });

        async Task WriteAsync()
        {
            var map = writer.GetMap(Map);
            reader.GetMap(Map);
            while (!ending.IsCancellationRequested)
            {
                var write = map.Set("count", Value.Of(Volatile.Read(ref written)));
                Interlocked.Increment(ref written);
                await write.Settled.WaitAsync(ProgramRun.Patience);
            }
        }

        async Task UntilAsync(Func<bool> condition)
        {
            using var patience = new CancellationTokenSource(ProgramRun.Patience);
            while (!condition())
            {
                if (writing.IsFaulted) await writing;
                await Task.Delay(5, patience.Token);
            }
        }
    }
}
