using TopGun.Core.Sync;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>Atomic groups as a client in another language sends them.</summary>
public class GroupTests
{
    [Fact, Trait("Invariant", "INV-GRP-1"), Trait("Invariant", "INV-OPS-2")]
    public async Task A_group_gets_one_result_the_same_each_time_and_its_changes_come_in_one_page()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");
        var batch = writer.Batch(writer.Group("a", "b", "c"), writer.Set("d", 1));

        var results = await client.Settle(batch);
        var again = await client.Settle(batch);
        await client.Send(new Subscribe(1, "notes", null, []));
        var page = await client.Next<ChangePage>();

        Assert.Equal([(OpResultCode.Applied, 1L), (OpResultCode.Applied, 2L)], results.Select(result => (result.Code, result.Version)));
        Assert.Equal(results, again);
        Assert.Equal(["a@1", "b@1", "c@1", "d@2"], page.Records.Select(record => $"{record.Key}@{record.Version}").Order());
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_group_at_fault_is_refused_alone_and_names_the_key()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");
        var request = ClientFrameMapping.ToRequest(writer.Batch(
            writer.Group("a", "b"), writer.Group("a", "b"), writer.Group("a", "b"), writer.Group("a", new string('k', 513)), writer.Set("good", 1)));
        var ops = request.Frame.OpBatch.Ops;
        ops[0].Group.Writes.Clear();
        ops[1].Group.Writes[1].Write.ClearKind();
        ops[2].Group.Writes[1].Write.Key = "a";
        await client.Send(request);

        List<OpResult> results = [];
        while (results.Count < ops.Count) results.AddRange((await client.Next<OpResults>()).Results);

        Assert.Equal(
            [(OpResultCode.Invalid, null), (OpResultCode.Invalid, "b"), (OpResultCode.Invalid, "a"), (OpResultCode.TooLarge, null), (OpResultCode.Applied, null)],
            results.Select(result => (result.Code, result.Key)));
        await server.LivesOn();
    }

    [Fact]
    public async Task A_server_says_that_it_takes_groups_and_how_large()
    {
        await using var server = await TestServer.StartAsync();
        using var client = server.Open($"Bearer {server.Token()}");
        await client.Send(new Hello(1, 1, "node-1", [], "test"));

        var welcome = await client.Next<Welcome>();

        Assert.Contains("groups", welcome.Features);
        Assert.Equal((100, 256 << 10), (welcome.Limits.MaxGroupWrites, welcome.Limits.MaxGroupBytes));
    }

    [Fact, Trait("Invariant", "INV-GRP-1")]
    public async Task A_group_that_was_given_up_uses_its_number()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");
        var group = writer.Group("a", "b");
        var request = ClientFrameMapping.ToRequest(writer.Batch(group, writer.Set("c", 1)));
        request.Frame.OpBatch.Ops[0].VoidOp = new Wire.VoidOp();
        await client.Send(request);

        List<OpResult> results = [];
        while (results.Count < 2) results.AddRange((await client.Next<OpResults>()).Results);
        Assert.Equal([OpResultCode.Voided, OpResultCode.Applied], results.Select(result => result.Code));
        Assert.Equal(results, await client.Settle(writer.Batch(group, writer.Set("c", 1) with { Number = 2, OpId = TestWriter.OpId(2) })));
    }
}
