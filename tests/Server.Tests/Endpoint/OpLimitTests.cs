using System.Text;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Endpoint;

/// <summary>An op at fault gets its result, and those around it theirs.</summary>
public class OpLimitTests
{
    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task Keys_and_values_over_a_limit_are_refused_op_by_op()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");

        var results = await client.Settle(writer.Batch(
            writer.Set(new string('k', 512), 1),
            writer.Set(new string('k', 513), 1),
            writer.Set(new string('\u00FC', 257), 1),
            writer.Set("", 1),
            writer.Make(new ValueWrite("large", WriteBase.Unknown, new string('x', (1 << 20) + 1))),
            writer.Set("field", 1, new string('f', 257)),
            writer.Set("field", 1, ""),
            writer.Make(new ValueWrite("deep", WriteBase.Unknown, Nested(25))),
            writer.Make(new ValueWrite("deep", WriteBase.Unknown, Nested(24))),
            writer.Set("good", 1)));

        Assert.Equal(
            "Applied TooLarge TooLarge Invalid TooLarge TooLarge Invalid TooLarge Applied Applied".Split(' '),
            results.Select(result => $"{result.Code}"));
        Assert.Contains("513 bytes; at most 512", results[1].Reason);
        Assert.Contains("514 bytes; at most 512", results[2].Reason);
        Assert.Contains("at most 1,048,576", results[4].Reason);
        Assert.Contains("257 bytes; at most 256", results[5].Reason);
        Assert.Contains("more than 24 levels; at most 24", results[7].Reason);
        Assert.Equal([1L, 2L, 3L], results.Where(result => result.Code == OpResultCode.Applied).Select(result => result.Version));
        await server.LivesOn();
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_record_that_grows_over_the_limit_field_by_field_is_refused()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");
        var half = new string('x', 600_000);

        var results = await client.Settle(writer.Batch(writer.Set("a", half, "first"), writer.Set("a", half, "second"), writer.Set("a", 1, "second")));

        Assert.Equal([OpResultCode.Applied, OpResultCode.TooLarge, OpResultCode.Applied], results.Select(result => result.Code));
        Assert.Contains("1048576", results[1].Reason!.Replace(",", "", StringComparison.Ordinal));
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task Ops_that_break_the_contract_in_themselves_are_refused_alone()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");
        var request = ClientFrameMapping.ToRequest(writer.NewOps(7));
        var ops = request.Frame.OpBatch.Ops;
        ops[0].Counter = 65_536;
        ops[1].Millis = ulong.MaxValue;
        ops[2].ClearKind();
        ops[3].Write.ClearKind();
        ops[4].Write.Base = (Wire.WriteBase)77;
        ops[5].After = new Wire.OpReference { Writer = ops[5].After?.Writer ?? new Wire.Writer { NodeId = "node-1", Suffix = "w1" }, Number = 6 };
        await client.Send(request);

        List<OpResult> results = [];
        while (results.Count < 7) results.AddRange((await client.Next<OpResults>()).Results);
        Assert.All(results[..6], result => Assert.Equal(OpResultCode.Invalid, result.Code));
        Assert.All(results[..6], result => Assert.False(string.IsNullOrEmpty(result.Reason)));
        Assert.Equal((OpResultCode.Applied, 1L), (results[6].Code, results[6].Version));
        await server.LivesOn();
    }

    [Fact]
    public async Task A_reason_is_never_so_long_that_it_would_be_a_weapon()
    {
        await using var server = await TestServer.StartAsync();
        using var client = await server.Connect();
        var writer = new TestWriter("notes");
        var erased = new string('e', 256);

        var result = Assert.Single(await client.Settle(writer.Batch(writer.Make(new PatchWrite("a", WriteBase.Unknown, Value.Object((erased, 1)).Fields, [erased])))));

        Assert.Equal(OpResultCode.Invalid, result.Code);
        Assert.True(Encoding.UTF8.GetByteCount(result.Reason!) <= 1_024);
    }

    private static Value Nested(int levels)
    {
        Value value = 1;
        for (var i = 0; i < levels; i++) value = Value.List(value);
        return value;
    }
}
