using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using TopGun.Client;
using TopGun.Client.Connection;
using TopGun.Client.Maps;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>A connection that outlives its tokens, in each of the ways that it can go.</summary>
public class TokenLifeTests
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task On_every_rung_a_stream_goes_on_with_the_next_token()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartWithAsync(place.Data, ("TOPGUN__JWT__LEEWAY", "00:00:00"), ("TOPGUN__JWT__REFRESHBEFORE", "00:00:09"));
        var secret = (await File.ReadAllTextAsync(place.Data + ".dev-secret")).Trim();

        // At once, since it takes as long as some tokens live.
        await Task.WhenAll(
            GoesOnAsync(server.Address, TransportMode.Streaming, secret),
            GoesOnAsync(server.WebAddress, TransportMode.WebStreaming, secret),
            GoesOnAsync(server.WebAddress, TransportMode.LongPolling, secret));
    }

    private static async Task GoesOnAsync(string address, TransportMode mode, string secret)
    {
        var asked = 0;
        await using var client = TopGunClient.Open(new TopGunClientOptions
        {
            Server = address,
            Transport = mode,
            TokenProvider = _ =>
            {
                Interlocked.Increment(ref asked);
                return new(Token(secret));
            },
        });
        var map = client.GetMap("life");
        await client.WhenSyncedAsync().WaitAsync(ProgramRun.Patience);
        var states = new ConcurrentQueue<ConnectionState>();
        using var over = new CancellationTokenSource();
        var listening = ListenAsync(client, states, over.Token);

        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; TimeProvider.System.GetElapsedTime(start) < 1.5 * Life; i++)
        {
            Assert.Equal(WriteEnding.Applied, (await map.Set($"{mode}-{i}", i).Settled.WaitAsync(ProgramRun.Patience)).Ending);
            await Task.Delay(200, over.Token);
        }

        await over.CancelAsync();
        await listening;
        Assert.True(asked >= 3, $"{mode}: {asked} tokens");
        Assert.True(states.All(state => state.IsConnected), $"{mode}: {string.Join(' ', states)}");
    }

    private static async Task ListenAsync(TopGunClient client, ConcurrentQueue<ConnectionState> states, CancellationToken over)
    {
        try
        {
            await foreach (var state in client.StatesAsync(over)) states.Enqueue(state);
        }
        catch (OperationCanceledException)
        {
            // Enough was seen.
        }
    }

    private static string Token(string secret)
    {
        var now = TimeProvider.System.GetUtcNow();
        var text = $"{Encode("""{"alg":"HS256"}""")}.{Encode($$"""{"sub":"dev","exp":{{(now + Life).ToUnixTimeSeconds()}}}""")}";
        return $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(text)))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
