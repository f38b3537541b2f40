using Grpc.Core;
using TopGun.Grpc.Server;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>Connections that have become old.</summary>
public sealed class ConnectionAgeTests
{
    private static readonly TimeSpan Age = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task They_finish_their_calls_and_take_no_others_and_are_cut_in_the_end()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(listen: listen => listen.UseConnectionAge(() => (Age, Grace), () => time));
        host.Script.Ask = (_, context) => Task.FromResult(new Note { Text = context.Peer });
        using var open = host.Client.Talk();
        await SayAsync(open);
        var first = (await host.Client.AskAsync(new Note())).Text;

        time.Advance(Age);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while ((await host.Client.AskAsync(new Note())).Text == first) patience.Token.ThrowIfCancellationRequested();
        await SayAsync(open);

        time.Advance(Grace);
        Assert.Equal(StatusCode.Unavailable, await Failing.StatusAsync(() => open.ResponseStream.MoveNext()));
        await host.Client.AskAsync(new Note());
    }

    [Fact]
    public async Task Without_a_limit_they_never_are()
    {
        var time = new ManualTime();
        await using var host = await TestHost.StartAsync(listen: listen => listen.UseConnectionAge(() => null, () => time));
        using var open = host.Client.Talk();
        await SayAsync(open);
        time.Advance(TimeSpan.FromDays(400));
        await SayAsync(open);
    }

    private static async Task SayAsync(AsyncDuplexStreamingCall<Note, Note> call)
    {
        await call.RequestStream.WriteAsync(new Note());
        Assert.True(await call.ResponseStream.MoveNext());
    }
}
