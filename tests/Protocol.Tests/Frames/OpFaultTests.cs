using Google.Protobuf;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Tests.Frames;

/// <summary>What concerns one op becomes that op's fault: the ops before and behind it are read as ever.</summary>
public class OpFaultTests
{
    private static readonly SyncLimits Limits = new()
    {
        MaxKeyBytes = 8, MaxFieldNameBytes = 4, MaxValueBytes = 40, MaxValueDepth = 2, MaxGroupWrites = 3, MaxGroupBytes = 60, MaxSetElements = 3,
    };

    public static TheoryData<string, OpResultCode, string> Faults => new()
    {
        { "'counter':0", OpResultCode.Invalid, "The op has no kind that is known here; it is a write, a group of writes or a void op." },
        { "'millis':'281474976710656','voidOp':{}", OpResultCode.Invalid, "Op written at 281,474,976,710,656 ms; 0 to 281,474,976,710,655 are valid." },
        { "'counter':65536,'voidOp':{}", OpResultCode.Invalid, "Op with counter 65,536; 0 to 65,535 are valid." },
        { "'after':{'number':'1'},'voidOp':{}", OpResultCode.Invalid, "The op names one of a writer of invalid form in after." },
        { "'after':{'writer':{'nodeId':'m','suffix':'1'},'number':'1'},'voidOp':{}", OpResultCode.Invalid, "The op names one of node m in after; only ops of its own node can stand there." },
        { After("'number':'0'"), OpResultCode.Invalid, "The op names op 0 in after; 1 to 9,223,372,036,854,775,807 are valid." },
        { After("'number':'2'"), OpResultCode.Invalid, "Op 2 names op 2 of its own writer in after; only an earlier one can stand there." },
        { After("'number':'3'"), OpResultCode.Invalid, "Op 2 names op 3 of its own writer in after; only an earlier one can stand there." },

        { Write("'base':0,'remove':{}"), OpResultCode.Invalid, "Write with base 0; 1 to 3 are known here." },
        { Write("'base':4,'remove':{}"), OpResultCode.Invalid, "Write with base 4; 1 to 3 are known here." },
        { Write("'base':3"), OpResultCode.Invalid, "The write has no kind that is known here; it is a patch, a replace, a value or a remove, or one for a set or a counter." },
        { Write("'key':'','remove':{}"), OpResultCode.Invalid, "Key of 0 bytes; 1 to 8 are accepted." },
        { Write("'key':'123456789','remove':{}"), OpResultCode.TooLarge, "Key of 9 bytes; at most 8 are accepted." },

        { Write("'value':{}"), OpResultCode.Invalid, "A value has no kind that is known here; null is a kind of its own." },
        { Write("'value':{'listValue':{'items':[{}]}}"), OpResultCode.Invalid, "A value has no kind that is known here; null is a kind of its own." },
        { Write("'value':{'objectValue':{}}"), OpResultCode.Invalid, "An object is written as a value; it travels as a replace." },
        { Write($"'value':{{'stringValue':'{new string('x', 39)}'}}"), OpResultCode.TooLarge, "Value of 41 bytes; at most 40 are accepted." },
        { Write($"'value':{Lists(3)}"), OpResultCode.TooLarge, "Value of more than 2 levels; at most 2 are accepted." },
        { Write($"'patch':{{'set':{{'a':{Lists(2)}}}}}"), OpResultCode.TooLarge, "Value of more than 2 levels; at most 2 are accepted." },
        { Write($"'replace':{{'fields':{{'a':{Lists(2)}}}}}"), OpResultCode.TooLarge, "Value of more than 2 levels; at most 2 are accepted." },

        { Write("'patch':{'set':{'':{'boolValue':true}}}"), OpResultCode.Invalid, "Field name of 0 bytes; 1 to 4 are accepted." },
        { Write("'patch':{'erase':['']}"), OpResultCode.Invalid, "Field name of 0 bytes; 1 to 4 are accepted." },
        { Write("'patch':{'erase':['12345']}"), OpResultCode.TooLarge, "Field name of 5 bytes; at most 4 are accepted." },
        { Write("'replace':{'fields':{'12345':{'boolValue':true}}}"), OpResultCode.TooLarge, "Field name of 5 bytes; at most 4 are accepted." },
        { Write("'patch':{'set':{'a':{'boolValue':true}},'erase':['a']}"), OpResultCode.Invalid, "Field \"a\" is both set and erased; a patch names a field once." },

        { Write("'addElements':{}"), OpResultCode.Invalid, "Addition of 0 elements; at least 1 is added." },
        { Write("'addElements':{'elements':[{}]}"), OpResultCode.Invalid, "An element has no value; it is required." },
        { Write($"'addElements':{{'elements':[{Element(1)},{Element(2)},{Element(1)}]}}"), OpResultCode.Invalid, "Two elements of a write are equal; each stands in it once." },
        { Write($"'addElements':{{'elements':[{Element(1)},{Element(2)},{Element(3)},{Element(4)}]}}"), OpResultCode.TooLarge, "Write of 4 elements; at most 3 are accepted." },
        { Write($"'addElements':{{'elements':[{{'value':{Lists(2)}}}]}}"), OpResultCode.TooLarge, "Value of more than 2 levels; at most 2 are accepted." },
        { Write($"'addElements':{{'elements':[{{'value':{{'stringValue':'{new string('x', 35)}'}}}}]}}"), OpResultCode.TooLarge, "Value of 41 bytes; at most 40 are accepted." },
        { Write($"'removeElements':{{'elements':[{Element(1)},{Element(1)}]}}"), OpResultCode.Invalid, "Two elements of a write are equal; each stands in it once." },
        { Write("'removeElements':{'writers':['']}"), OpResultCode.Invalid, "Writer of a tag with a name of 0 characters; 1 to 96 of ASCII are valid." },
        { Write($"'removeElements':{{'elements':[{Element(1, "{'number':'1'}")}]}}"), OpResultCode.Invalid, "A tag names writer 0 of 0, counted from 0." },
        { Write($"'removeElements':{{'writers':['n~1'],'elements':[{Element(1, "{}")}]}}"), OpResultCode.Invalid, "A tag names op 0; 1 to 9,223,372,036,854,775,807 are valid." },
        { Write($"'removeElements':{{'writers':['n~1'],'elements':[{Element(1, "{'number':'1','index':4294967295}")}]}}"), OpResultCode.Invalid, "A tag names element 4,294,967,295 of an op; 0 to 2,147,483,647 are valid." },
        {
            Write($"'removeElements':{{'writers':['n~1'],'elements':[{Element(1, [.. Enumerable.Range(1, 1_001).Select(number => $"{{'number':'{number}'}}")])}]}}"),
            OpResultCode.TooLarge,
            "Element with 1,001 tags; at most 1,000 are accepted."
        },
        { Write("'count':{}"), OpResultCode.Invalid, "Delta of 0; a counter counts up or down." },
        { Write("'count':{'delta':'1'},'ttlMs':'5000'"), OpResultCode.Invalid, "Write to a set or a counter with a ttl of 5,000 ms; neither has one." },
    };

    [Theory, MemberData(nameof(Faults))]
    public void An_op_at_fault_is_read_with_its_fault_and_so_are_its_neighbours(string json, OpResultCode code, string reason)
    {
        var batch = Read($"{{'number':'2','opId':'77',{json}}}");

        Assert.Equal(new Op(2, 77, 0, 0, null, null, new OpFault(code, reason)), batch.Ops[1]);
        Assert.False(batch.Ops[1].IsVoid);
        Assert.True(batch.Ops[0].IsVoid);
        Assert.True(batch.Ops[2].IsVoid);
    }

    public static TheoryData<string, OpResultCode, string, string?> GroupFaults => new()
    {
        { Group(), OpResultCode.Invalid, "Group of 0 writes; 1 to 3 are accepted.", null },
        { Group(Remove("a"), Remove("b"), Remove("c"), Remove("d")), OpResultCode.TooLarge, "Group of 4 writes; at most 3 are accepted.", null },
        { Group(Remove("a"), "{}"), OpResultCode.Invalid, "Write 2 of the group is missing; it is required.", null },
        { Group(Remove("a"), "{'write':{'key':'b','base':3}}"), OpResultCode.Invalid, "The write has no kind that is known here; it is a patch, a replace, a value or a remove, or one for a set or a counter.", "b" },
        { Group(Remove("a"), "{'write':{'key':'b','base':9,'remove':{}}}"), OpResultCode.Invalid, "Write with base 9; 1 to 3 are known here.", "b" },
        { Group(Remove("a"), "{'write':{'key':'123456789','base':9,'remove':{}}}"), OpResultCode.Invalid, "Write with base 9; 1 to 3 are known here.", null },
        { Group(Remove("a"), Remove("b"), Remove("a")), OpResultCode.Invalid, "Two writes of a group have the same key; each is of another one.", "a" },
        { Group(Remove("a"), Remove("123456789")), OpResultCode.TooLarge, "Key of 9 bytes; at most 8 are accepted.", null },
        { Group(Remove("a"), Text("b", 39)), OpResultCode.TooLarge, "Value of 41 bytes; at most 40 are accepted.", "b" },
        { Group(Text("a", 28), Text("b", 27)), OpResultCode.TooLarge, "Group of 61 bytes; at most 60 are accepted.", null },
        { Group(Text("a", 24), "{'write':{'key':'b','base':3,'patch':{'erase':['1111','2222','3333','4444','5555','6666','7777','8888']}}}"), OpResultCode.TooLarge, "Group of 62 bytes; at most 60 are accepted.", null },
        { Group(Remove("a"), "{'write':{'key':'b','base':3,'remove':{}},'after':{'writer':{'nodeId':'m','suffix':'1'},'number':'1'}}"), OpResultCode.Invalid, "The op names one of node m in after; only ops of its own node can stand there.", "b" },
        { Group(Remove("a"), "{'write':{'key':'b','base':3,'remove':{}},'after':{'writer':{'nodeId':'n','suffix':'1'},'number':'2'}}"), OpResultCode.Invalid, "Op 2 names op 2 of its own writer in after; only an earlier one can stand there.", "b" },
    };

    [Theory, MemberData(nameof(GroupFaults))]
    public void A_group_at_fault_names_the_key_where_it_is_one_write(string json, OpResultCode code, string reason, string? key)
        => Assert.Equal(new OpFault(code, reason, key), Read($"{{'number':'2','opId':'77',{json}}}").Ops[1].Fault);

    [Fact]
    public void A_group_at_all_its_limits_has_no_fault()
    {
        var op = Read($"{{'number':'2',{Group(Text("a", 28), Text("b", 24), Remove("c"))}}}").Ops[1];

        Assert.Null(op.Fault);
        Assert.Equal(["a", "b", "c"], op.Writes.Select(part => part.Write.Key));
    }

    [Fact]
    public void A_group_of_one_write_is_a_write()
        => Assert.False(Read($"{{'number':'2',{Group(Remove("a"))}}}").Ops[1].IsGroup);

    [Theory]
    [InlineData(2, true)]
    [InlineData(3, false)]
    public void A_group_counts_in_its_batch_as_many_as_it_has_writes(int most, bool isRefused)
    {
        var wire = new Wire.OpBatch { Map = "m", Writer = new() { NodeId = "n", Suffix = "1" } };
        wire.Ops.Add(new Wire.Op { Number = 1, Group = new() { Writes = { new Wire.GroupedWrite(), new Wire.GroupedWrite() } } });
        wire.Ops.Add(new Wire.Op { Number = 2, VoidOp = new() });

        var refused = Xunit.Record.Exception(() => ClientFrameMapping.FromWire(new() { OpBatch = wire }, Limits with { MaxBatchOps = most }));

        Assert.Equal(isRefused, refused is SyncException { Error.Code: ErrorCode.LimitExceeded });
    }

    [Fact]
    public void A_null_that_is_none_is_a_fault()
    {
        var batch = new Wire.OpBatch { Map = "m", Writer = new() { NodeId = "n", Suffix = "1" } };
        batch.Ops.Add(new Wire.Op
        {
            Number = 1,
            Write = new() { Key = "k", Base = Wire.WriteBase.Live, Value = new() { NullValue = (Google.Protobuf.WellKnownTypes.NullValue)3 } },
        });

        var op = ((OpBatch)ClientFrameMapping.FromWire(new() { OpBatch = batch }, Limits)).Ops[0];

        Assert.Equal(OpFault.Invalid($"Null value 3 is unknown; null is 0."), op.Fault);
    }

    [Fact]
    public void An_op_at_all_its_limits_has_no_fault()
    {
        var batch = Read("{'number':'2','millis':'281474976710655','counter':65535,'after':{'writer':{'nodeId':'n','suffix':'1'},'number':'1'},"
            + $"'write':{{'key':'12345678','base':3,'patch':{{'set':{{'1234':{Lists(1)}}},'erase':['a']}}}}}}");

        Assert.Null(batch.Ops[1].Fault);
        Assert.IsType<PatchWrite>(batch.Ops[1].Writes[0].Write);
    }

    [Fact]
    public void An_op_may_follow_a_later_number_of_another_writer()
        => Assert.Null(Read("{'number':'2','after':{'writer':{'nodeId':'n','suffix':'0'},'number':'9'},'voidOp':{}}").Ops[1].Fault);

    private static OpBatch Read(string op)
    {
        var json = $"{{'map':'m','writer':{{'nodeId':'n','suffix':'1'}},'ops':[{{'number':'1','voidOp':{{}}}},{op},{{'number':'3','voidOp':{{}}}}]}}";
        var wire = JsonParser.Default.Parse<Wire.OpBatch>(json.Replace('\'', '"'));
        return (OpBatch)ClientFrameMapping.FromWire(new() { OpBatch = wire }, Limits);
    }

    private static string Group(params string[] writes) => $"'group':{{'writes':[{string.Join(',', writes)}]}}";

    private static string Remove(string key) => $"{{'write':{{'key':'{key}','base':3,'remove':{{}}}}}}";

    private static string Text(string key, int length) => $"{{'write':{{'key':'{key}','base':3,'value':{{'stringValue':'{new string('x', length)}'}}}}}}";

    private static string After(string reference) => $"'after':{{'writer':{{'nodeId':'n','suffix':'1'}},{reference}}},'voidOp':{{}}";

    // The last of two fields of one name counts, so each case says only what is wrong with it.
    private static string Write(string wrong) => $"'write':{{'key':'k','base':3,{wrong}}}";

    private static string Element(int number, params string[] tags) => $"{{'value':{{'int64Value':'{number}'}},'tags':[{string.Join(',', tags)}]}}";

    private static string Lists(int levels)
        => levels == 0 ? "{'boolValue':true}" : $"{{'listValue':{{'items':[{Lists(levels - 1)}]}}}}";
}
