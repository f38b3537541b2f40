using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Tests.Frames;

/// <summary>Questions about digests that break the contract; each error names the thing, the value and the bound.</summary>
public class DigestFaultTests
{
    public static TheoryData<Wire.DigestRequest, ErrorCode, string> Requests => new()
    {
        { new() { SubscriptionId = 1 }, ErrorCode.InvalidFrame, "A digest request of 0 prefixes and 0 keys; it asks for one or the other." },
        { new() { SubscriptionId = 1, Prefixes = { ByteString.Empty }, Keys = { "k" } }, ErrorCode.InvalidFrame, "A digest request of 1 prefixes and 1 keys; it asks for one or the other." },
        { new() { Prefixes = { ByteString.Empty } }, ErrorCode.InvalidFrame, "Subscription id of 0" },
        { new() { SubscriptionId = 1, Prefixes = { Enumerable.Repeat(ByteString.Empty, 257) } }, ErrorCode.LimitExceeded, "Prefixes of a digest request: 257; at most 256 are accepted." },
        { new() { SubscriptionId = 1, Keys = { Enumerable.Repeat("k", 1_001) } }, ErrorCode.LimitExceeded, "Keys of a digest request: 1,001; at most 1,000 are accepted." },
        { new() { SubscriptionId = 1, Prefixes = { ByteString.CopyFrom(new byte[17]) } }, ErrorCode.InvalidFrame, "of 17 bytes; 0 to 16 bytes of 0 to 15 are valid." },
        { new() { SubscriptionId = 1, Prefixes = { ByteString.CopyFrom(3, 16) } }, ErrorCode.InvalidFrame, "Prefix 0310 of 2 bytes" },
        { new() { SubscriptionId = 1, Keys = { "" } }, ErrorCode.InvalidFrame, "Key of 0 bytes in a digest request" },
        { new() { SubscriptionId = 1, Keys = { new string('k', 513) } }, ErrorCode.LimitExceeded, "Key of 513 bytes; at most 512 are accepted." },
    };

    public static TheoryData<Wire.ServerFrame, string> Replies => new()
    {
        { new() { CaughtUp = new() { SubscriptionId = 1, Cursor = new(), Digest = ByteString.CopyFrom(1, 2) } }, "Digest of 2 bytes; 32 are valid." },
        { Reply(new() { Children = ByteString.CopyFrom(new byte[511]) }), "Children of 511 bytes; 0 or 512 are valid." },
        { Reply(new() { Children = ByteString.CopyFrom(new byte[512]), Prefix = ByteString.CopyFrom(new byte[16]) }), "A prefix of 16 nibbles has children" },
        { Reply(new() { Children = ByteString.CopyFrom(new byte[512]), Entries = { new Wire.DigestEntry() } }), "has children and 1 entries" },
        { Reply(new() { Entries = { new Wire.DigestEntry { Key = "k", Version = 1 } } }), "has neither record nor digest" },
        { Reply(new() { Entries = { new Wire.DigestEntry { Key = "", Version = 1, Record = ByteString.Empty } } }), "Key of 0 bytes in a leaf" },
        { Reply(new() { Entries = { new Wire.DigestEntry { Key = "k", Record = ByteString.Empty } } }), "Version of 0" },
    };

    [Theory, MemberData(nameof(Requests)), Trait("Invariant", "INV-SES-3")]
    public void A_request_beyond_its_bounds_ends_the_stream(Wire.DigestRequest request, ErrorCode code, string message)
    {
        var error = Assert.Throws<SyncException>(() => ClientFrameMapping.FromWire(new Wire.ClientFrame { DigestRequest = request }, SyncLimits.Default));
        Assert.Equal(code, error.Error.Code);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Replies)), Trait("Invariant", "INV-SES-3")]
    public void An_answer_that_says_nothing_ends_the_conversation(Wire.ServerFrame frame, string message)
    {
        var error = Assert.Throws<SyncException>(() => ServerFrameMapping.FromWire(frame));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static Wire.ServerFrame Reply(Wire.DigestNode node)
        => new() { DigestReply = new() { SubscriptionId = 1, Head = new(), Nodes = { node } } };
}
