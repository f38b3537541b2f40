using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Interop;

/// <summary>A client of another language, generated from the contract, beside one of ours.</summary>
public sealed class ForeignClientTests(ITestOutputHelper output)
{
    private const string Map = "shopping";

    [Fact]
    public async Task A_client_on_Node_reads_what_ours_wrote_and_ours_sees_what_it_wrote()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Interop");
        await NodePackages.RequireAsync(folder);
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await using var client = TopGunClient.Open(new TopGunClientOptions { Server = server.Address, Token = server.Token });
        var map = client.GetMap(Map);
        var written = map.Set("from-csharp", Value.Object(("title", "Milk"), ("count", Value.Of(3L)), ("done", Value.False)));
        Assert.Equal(WriteEnding.Applied, (await written.Settled.WaitAsync(ProgramRun.Patience)).Ending);
        using var changes = map.Subscribe();

        var node = await ProgramRun.RunAsync(
            "node", ["replica.mjs", new Uri(server.Address).Authority, Path.Combine(Built.Root, "proto"), server.Token, Map, "from-csharp"], folder: folder);

        output.WriteLine(node.Output);
        Assert.True(node.ExitCode == 0, node.Output + node.Errors);
        Assert.Equal(
            [
                "welcome 1 dev",
                """record from-csharp 1 ROOT_KIND_OBJECT {"count":"3","done":false,"title":"Milk"}""",
                "caught up",
                "result 1 OP_RESULT_CODE_APPLIED 2 true",
                "result 2 OP_RESULT_CODE_APPLIED 3 true",
                """record from-csharp 2 ROOT_KIND_OBJECT {"count":"3","done":false,"note":"from Node, ☕","title":"Milk"}""",
                """record from-node 3 ROOT_KIND_OBJECT {"bytes":{"type":"Buffer","data":[0,255]},"count":"9007199254740993","title":"Oat milk"}""",
                "status 0",
            ],
            node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));

        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        await foreach (var change in changes.WithCancellation(patience.Token))
            if (change.Key == "from-node") break;
        Assert.Equal(
            Value.Object(("title", "Milk"), ("count", Value.Of(3L)), ("done", Value.False), ("note", "from Node, ☕")), map.Get("from-csharp"));
        Assert.Equal(
            Value.Object(("title", "Oat milk"), ("count", Value.Of(9007199254740993L)), ("bytes", Value.Of(new ReadOnlyMemory<byte>([0, 255])))), map.Get("from-node"));
    }
}
