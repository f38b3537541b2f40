using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Tests.Frames;

/// <summary>What concerns a frame as a whole ends the conversation, with a message that names the thing, the value and the bound.</summary>
public class FrameFaultTests
{
    private const string MaxLong = "9,223,372,036,854,775,807";
    private const string MaxMillis = "281,474,976,710,655";

    private static readonly SyncLimits Limits = new() { MaxMapNameBytes = 8, MaxBatchOps = 3 };

    public static TheoryData<string, string> ClientFrames => new()
    {
        { "{}", "Frame is missing; it is required." },
        { "{'frame':{}}", "The frame has no kind that is known here; a kind is sent only after Welcome has named its feature." },

        { Hello("'minVersion':0"), "Lowest protocol version of 0; 1 to 2,147,483,647 are valid." },
        { Hello("'minVersion':2147483648"), "Lowest protocol version of 2,147,483,648; 1 to 2,147,483,647 are valid." },
        { Hello("'minVersion':3"), "Highest protocol version of 2; 3 to 2,147,483,647 are valid." },
        { Hello("'nodeId':''"), "Node id of 0 characters; 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-' are valid." },
        { Hello("'nodeId':'a~b'"), "Node id of 3 characters; 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-' are valid." },
        { Hello($"'nodeId':'{X(65)}'"), "Node id of 65 characters; 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-' are valid." },
        { Hello("'features':['']"), "Feature name of 0 bytes; 1 to 64 are valid." },

        { Subscribe("'subscriptionId':0"), "Subscription id of 0; 1 to 2,147,483,647 are valid." },
        { Subscribe("'subscriptionId':4294967295"), "Subscription id of 4,294,967,295; 1 to 2,147,483,647 are valid." },
        { Subscribe("'map':''"), "Map name of 0 bytes; at least 1 is required." },
        { Subscribe("'cursor':{'version':'9223372036854775808'}"), $"Cursor version of 9,223,372,036,854,775,808; 0 to {MaxLong} are valid." },
        { Subscribe("'writers':[{'lowestUnsettled':'1'}]"), "Writer is missing; it is required." },
        { Subscribe("'writers':[{'writer':{'nodeId':'n','suffix':'1'}}]"), $"Lowest unsettled number of 0; 1 to {MaxLong} are valid." },
        { "{'frame':{'unsubscribe':{}}}", "Subscription id of 0; 1 to 2,147,483,647 are valid." },

        { Batch("'map':''"), "Map name of 0 bytes; at least 1 is required." },
        { Batch("'writer':null"), "Writer is missing; it is required." },
        { Batch("'writer':{'suffix':'1'}"), "Node id of 0 characters; 1 to 64 of A-Z, a-z, 0-9, '.', '_' and '-' are valid." },
        { Batch("'writer':{'nodeId':'n'}"), "Writer suffix of 0 characters; 1 to 16 of A-Z, a-z, 0-9 are valid." },
        { Batch("'writer':{'nodeId':'n','suffix':'a-b'}"), "Writer suffix of 3 characters; 1 to 16 of A-Z, a-z, 0-9 are valid." },
        { Batch("'settledThrough':'18446744073709551615'"), $"Settled through of 18,446,744,073,709,551,615; 0 to {MaxLong} are valid." },
        { Batch("'firstSentMs':'281474976710656'"), $"First sent of 281,474,976,710,656 ms; 0 to {MaxMillis} are valid." },
        { Batch("'ops':[{'voidOp':{}}]"), $"Op number of 0; 1 to {MaxLong} are valid." },
        { Batch("'ops':[{'number':'9223372036854775808','voidOp':{}}]"), $"Op number of 9,223,372,036,854,775,808; 1 to {MaxLong} are valid." },
        { Batch($"'ops':[{Void(5)},{Void(7)}]"), "Op 7 follows on op 5 in a batch; their numbers must follow on each other." },
        { Batch($"'ops':[{Void(5)},{Void(5)}]"), "Op 5 follows on op 5 in a batch; their numbers must follow on each other." },
        { Batch($"'ops':[{Void(5)},{Void(4)}]"), "Op 4 follows on op 5 in a batch; their numbers must follow on each other." },
    };

    public static TheoryData<string, string> OverLimits => new()
    {
        { Hello($"'client':'{X(129)}'"), "Client name of 129 bytes; at most 128 are accepted." },
        { Hello($"'features':['{X(65)}']"), "Feature name of 65 bytes; at most 64 are accepted." },
        { Hello($"'features':[{string.Join(',', Enumerable.Repeat("'f'", 65))}]"), "Features: 65; at most 64 are accepted." },
        { Subscribe("'map':'123456789'"), "Map name of 9 bytes; at most 8 are accepted." },
        { Subscribe($"'seen':[{string.Join(',', Enumerable.Repeat("{}", 33))}]"), "Cursors in seen: 33; at most 32 are accepted." },
        { Batch("'map':'\u20AC\u20AC\u20AC'"), "Map name of 9 bytes; at most 8 are accepted." },
        { Batch($"'ops':[{Void(1)},{Void(2)},{Void(3)},{Void(4)}]"), "Batch of 4 ops; at most 3 are accepted." },
    };

    public static TheoryData<string, string> ServerFrames => new()
    {
        { "{}", "Frame is missing; it is required." },
        { Welcome("'version':0"), "Protocol version of 0; 1 to 2,147,483,647 are valid." },
        { Welcome("'limits':null"), "Set of limits is missing; it is required." },
        { Welcome("'limits':{'maxFrameBytes':1}"), "Limit max_batch_ops of 0; 1 to 2,147,483,647 are valid." },
        { Welcome("'serverTimeMs':'281474976710656'"), $"Server time of 281,474,976,710,656 ms; 0 to {MaxMillis} are valid." },
        { Welcome("'heartbeatMs':0"), "Heartbeat of 0; 1 to 2,147,483,647 are valid." },
        { Results("'map':''"), "Map name of 0 bytes; at least 1 is required." },
        { Results("'writer':null"), "Writer is missing; it is required." },
        { Result("'number':'0'"), $"Op number of 0; 1 to {MaxLong} are valid." },
        { Result("'code':0"), "Result with code 0, which is not known here." },
        { Result("'code':16"), "Result with code 16, which is not known here." },
        { Result("'code':257"), "Result with code 257, which is not known here." },
        { Result("'version':'9223372036854775808'"), $"Version of 9,223,372,036,854,775,808; 0 to {MaxLong} are valid." },
        { Result("'stamped':{'millis':'281474976710656','nodeId':'n'}"), $"Timestamp of 281,474,976,710,656 ms; 0 to {MaxMillis} are valid." },
        { Result("'stamped':{'counter':65536,'nodeId':'n'}"), "Timestamp with counter 65,536; 0 to 65,535 are valid." },
        { Result("'stamped':{}"), "Timestamp with a node id of 0 characters; 1 to 96 of ASCII are valid." },
        { Result($"'stamped':{{'nodeId':'{X(97)}'}}"), "Timestamp with a node id of 97 characters; 1 to 96 of ASCII are valid." },
        { Result("'stamped':{'nodeId':'\u00FC'}"), "Timestamp with a node id of 1 characters; 1 to 96 of ASCII are valid." },
        { "{'frame':{'batchStopped':{'map':'m','writer':{'nodeId':'n','suffix':'1'}}}}", "Error is missing; it is required." },
        { "{'frame':{'error':{}}}", "Error with code 0, which is not known here." },
        { "{'frame':{'error':{'code':99}}}", "Error with code 99, which is not known here." },
        { "{'frame':{'error':{'code':7,'retryAfterMs':4294967295}}}", "Retry after of 4,294,967,295; 0 to 2,147,483,647 are valid." },
        { "{'frame':{'reset':{'subscriptionId':1}}}", "Reset with reason 0, which is not known here." },
        { "{'frame':{'reset':{'subscriptionId':1,'reason':3}}}", "Reset with reason 3, which is not known here." },
        { "{'frame':{'caughtUp':{'subscriptionId':1}}}", "Cursor is missing; it is required." },
        { "{'frame':{'changePage':{'subscriptionId':1,'from':{}}}}", "Cursor is missing; it is required." },
        { Page("{'version':'1'}"), "Key of 0 bytes in a page; at least 1 is required." },
        { Page("{'key':'k'}"), $"Version of 0; 1 to {MaxLong} are valid." },
    };

    [Theory, MemberData(nameof(ClientFrames))]
    public void A_frame_from_the_client_that_breaks_the_contract_is_refused(string json, string message)
        => Refused(ErrorCode.InvalidFrame, message, () => ClientFrameMapping.FromRequest(Parse<Wire.SyncRequest>(json), Limits));

    [Theory, MemberData(nameof(OverLimits))]
    public void A_frame_from_the_client_over_a_limit_is_refused(string json, string message)
        => Refused(ErrorCode.LimitExceeded, message, () => ClientFrameMapping.FromRequest(Parse<Wire.SyncRequest>(json), Limits));

    [Theory, MemberData(nameof(ServerFrames))]
    public void A_frame_from_the_server_that_breaks_the_contract_is_refused(string json, string message)
        => Refused(ErrorCode.InvalidFrame, message, () => ServerFrameMapping.FromResponse(Parse<Wire.SyncResponse>(json)));

    private static void Refused(ErrorCode code, string message, Func<object?> read)
    {
        var error = Assert.Throws<SyncException>(read).Error;
        Assert.Equal((code, message), (error.Code, error.Message));
    }

    // The last of two fields of one name counts, so each case says only what is wrong with it.
    private static string Hello(string wrong) => Frame("hello", $"'minVersion':1,'maxVersion':2,'nodeId':'n',{wrong}");

    private static string Subscribe(string wrong) => Frame("subscribe", $"'subscriptionId':1,'map':'m',{wrong}");

    private static string Batch(string wrong) => Frame("opBatch", $"'map':'m','writer':{{'nodeId':'n','suffix':'1'}},{wrong}");

    private static string Welcome(string wrong) => Frame(
        "welcome",
        "'version':1,'limits':{'maxFrameBytes':1,'maxBatchOps':1,'maxKeyBytes':1,'maxMapNameBytes':1,'maxFieldNameBytes':1,"
            + $"'maxValueBytes':1,'maxValueDepth':1,'maxSubscriptions':1,'maxUnconfirmedResults':1}},'heartbeatMs':1,{wrong}");

    private static string Results(string wrong) => Frame("opResults", $"'map':'m','writer':{{'nodeId':'n','suffix':'1'}},{wrong}");

    private static string Result(string wrong) => Results($"'results':[{{'number':'1','code':1,{wrong}}}]");

    private static string Page(string record) => Frame("changePage", $"'subscriptionId':1,'from':{{}},'to':{{}},'records':[{record}]");

    private static string Frame(string kind, string fields) => $"{{'frame':{{'{kind}':{{{fields}}}}}}}";

    private static string Void(int number) => $"{{'number':'{number}','voidOp':{{}}}}";

    private static string X(int length) => new('x', length);

    private static T Parse<T>(string json) where T : IMessage, new() => new JsonParser(JsonParser.Settings.Default).Parse<T>(json.Replace('\'', '"'));
}
