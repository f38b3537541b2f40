using TopGun.Core.Digests;
using TopGun.Core.Sync;

namespace TopGun.Server.Tests.Sessions;

/// <summary>Digests of a map over a conversation.</summary>
public class DigestTests
{
    private const string Map = SessionBench.Map;

    [Fact, Trait("Invariant", "INV-DIG-2")]
    public async Task CaughtUp_and_the_walk_say_what_the_pages_brought()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect(features: Features.Digest);
        var writer = new TestWriter(Map);
        client.Stream.Send(writer.NewOps(200));
        await client.Stream.Next<OpResults>();
        client.Subscribe(1, Map);
        var trie = new DigestTrie<ChangedRecord>(record => record.Key, record => DigestHash.Entry(record.Key, record.Version, record.Bytes.Span));

        CaughtUp? caughtUp = null;
        while (caughtUp is null)
            switch (await client.Stream.Next())
            {
                case ChangePage page: foreach (var record in page.Records) trie.Put(record); break;
                case CaughtUp reached: caughtUp = reached; break;
            }

        Assert.Equal(trie.DigestOf(DigestPrefix.Root), caughtUp.Digest);
        client.Stream.Send(new DigestRequest(1, [DigestPrefix.Root], []));
        var reply = await client.Stream.Next<DigestReply>();
        Assert.Equal(caughtUp.At, reply.Head);
        foreach (var node in reply.Nodes)
            if (node.IsLeaf) Assert.Equal(trie.ItemsOf(node.Prefix).Select(record => record.Version), node.Entries.Select(entry => entry.Version));
            else Assert.Equal(Enumerable.Range(0, 16).Select(i => trie.DigestOf(node.Prefix.Child(i))), node.Children);
    }

    [Fact, Trait("Invariant", "INV-SES-3")]
    public async Task A_question_of_a_client_that_did_not_name_the_feature_ends_the_stream()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        await client.SubscribeAndCatchUp(1, Map);
        client.Stream.Send(new DigestRequest(1, [DigestPrefix.Root], []));

        var ended = await client.Stream.Next<StreamEnded>();
        Assert.Equal(ErrorCode.InvalidFrame, ended.Error.Code);
        Assert.Contains("has not named the feature digest", ended.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_does_not_know_digests_gets_none()
    {
        await using var bench = new SessionBench();
        using var client = await bench.Connect();
        Assert.Null((await client.SubscribeAndCatchUp(1, Map)).Digest);
    }
}
