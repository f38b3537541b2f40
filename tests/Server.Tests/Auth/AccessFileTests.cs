using Grpc.Core;
using TopGun.Core.Access;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Auth;
using TopGun.Server.Sessions;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Auth;

/// <summary>Permissions and revocations in a file that is read again when it changes.</summary>
public sealed class AccessFileTests : IDisposable
{
    private const string Everything = """{ "permissions": [{ "maps": ["*"], "actions": "READ, PUT, REMOVE" }] }""";

    private readonly string _directory = Directory.CreateTempSubdirectory("topgun-access-").FullName;
    private readonly ManualTime _time = new();

    private string File => Path.Combine(_directory, "access.json");

    [Fact, Trait("Invariant", "INV-ACC-1")]
    public async Task Who_loses_READ_is_told_on_the_open_stream_and_gets_no_page_from_then_on()
    {
        Write(Everything);
        await using var server = await StartAsync();
        using var reader = await server.Connect("node-1", "alice", Features.Revoked);
        using var writer = await server.Connect("node-2", "bob");
        await Subscribe(reader, "notes", 1);
        await Subscribe(reader, "other", 2);

        Change("""{ "permissions": [{ "maps": ["other"], "actions": "READ, PUT" }, { "maps": ["*"], "actions": "PUT" }] }""");

        Assert.Equal(new Revoked("notes", 1, "User alice has no READ permission on map notes."), await reader.Next<Revoked>());
        await writer.Settle(new TestWriter("notes", "node-2") { FirstSentMs = server.NowMs }.NewOps(3));
        // The other subscription goes on, and is all that does.
        await writer.Settle(new TestWriter("other", "node-2") { FirstSentMs = server.NowMs }.NewOps(1));
        Assert.Equal(2, (await reader.Next<ChangePage>()).SubscriptionId);
        await reader.Send(new PurgeReceipt("notes"));
        await reader.Send(new Ping(7));
        Assert.Equal(7, (await reader.Next<Pong>()).Nonce);
    }

    [Fact, Trait("Invariant", "INV-ACC-1")]
    public async Task Who_lost_READ_while_away_is_told_when_it_comes_with_a_cursor()
    {
        Write(Everything);
        await using var server = await StartAsync();
        Cursor seen;
        using (var before = await server.Connect("node-1", "alice", Features.Revoked)) seen = await Subscribe(before, "notes", 1);
        Change("""{ "permissions": [] }""");

        using var after = await server.Connect("node-1", "alice", Features.Revoked);
        await after.Send(new Subscribe(1, "notes", seen, []));
        Assert.Equal("notes", (await after.Next<Revoked>()).Map);
        // Who has seen nothing has nothing to purge, and old clients know the frame that they always knew.
        await after.Send(new Subscribe(2, "notes", null, []));
        Assert.Equal(ErrorCode.Forbidden, (await after.Next<SubscriptionEnded>()).Error.Code);
        using var old = await server.Connect("node-3", "alice");
        await old.Send(new Subscribe(1, "notes", seen, []));
        Assert.Equal(ErrorCode.Forbidden, (await old.Next<SubscriptionEnded>()).Error.Code);
    }

    [Fact]
    public async Task A_revoked_token_ends_its_streams_and_begins_none()
    {
        Write(Everything);
        await using var server = await StartAsync();
        var token = $"Bearer {server.Token("alice", ",\"jti\":\"stolen\"")}";
        using var stolen = server.Open(token);
        await stolen.Send(new Hello(1, 1, "node-1", [], "test"));
        await stolen.Next<Welcome>();
        using var own = await server.Connect("node-2", "alice");

        Change("""{ "permissions": [{ "maps": ["*"], "actions": "READ" }], "revoked": [{ "tokenId": "stolen" }] }""");

        Assert.Contains("revoked", await stolen.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
        using var again = server.Open(token);
        Assert.Contains("revoked", await again.EndsWith(StatusCode.Unauthenticated, Wire.ErrorCode.Unauthenticated));
        await own.Send(new Ping(1));
        await own.Next<Pong>();
    }

    [Theory]
    [InlineData(-10, true)]
    [InlineData(0, false)]
    [InlineData(10, false)]
    [InlineData(null, true)]
    public void All_tokens_of_a_user_that_were_issued_before_a_time_can_be_revoked(int? issuedAfterSeconds, bool isRevoked)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(ManualTime.NewYear);
        var rules = new AccessRules([], [new Revocation { Subject = "alice", IssuedBefore = time }]);
        Credential Of(string subject) => new(new Principal(subject, new HashSet<string>(), ObjectValue.Empty), DateTimeOffset.MaxValue)
        {
            IssuedAt = issuedAfterSeconds is { } seconds ? time.AddSeconds(seconds) : null,
        };

        Assert.Equal(isRevoked, rules.IsRevoked(Of("alice")));
        Assert.False(rules.IsRevoked(Of("bob")));
    }

    [Fact]
    public async Task A_file_with_mistakes_keeps_what_it_said_before_in_force_and_is_told_once()
    {
        Write(Everything);
        await using var server = await StartAsync();
        using var client = await server.Connect("node-1", "alice");
        Change("""{ "permissions": [{ "maps": ["*"], "action": "READ" }] }""");
        _time.Advance(TimeSpan.FromSeconds(10));

        await Subscribe(client, "notes", 1);
        Assert.Equal(["AccessNotRead"], server.Log.Warnings);
        Assert.Contains("$.permissions[0].action", Assert.Single(server.Log.WarningLines));
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("""{ "permission": [] }""", "$.permission")]
    [InlineData("""{ "permissions": [{ "roles": ["*", "a"], "maps": ["*"], "actions": "READ" }] }""", "'*' alone")]
    [InlineData("""{ "permissions": [{ "maps": ["*"] }] }""", "Permissions:0:Actions is empty")]
    [InlineData("""{ "permissions": [{ "actions": "READ" }] }""", "Permissions:0:Maps is empty")]
    [InlineData("""{ "permissions": [{ "maps": ["*"], "actions": "WRITE" }] }""", "actions")]
    [InlineData("""{ "revoked": [{ }] }""", "Revoked:0 needs one of Subject and TokenId")]
    public void A_file_with_mistakes_does_not_begin_a_server(string text, string named)
    {
        Write(text);
        var mistake = AccessFile.WhyNot(File);
        Assert.Contains(File, mistake);
        Assert.Contains(named, mistake);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() => Assert.Contains("can't be read", AccessFile.WhyNot(File));

    public void Dispose() => Directory.Delete(_directory, true);

    private static async Task<Cursor> Subscribe(RawClient client, string map, int id)
    {
        await client.Send(new Subscribe(id, map, null, []));
        while (true)
            if (await client.Next() is CaughtUp caughtUp) return caughtUp.At;
    }

    private Task<TestServer> StartAsync() => TestServer.StartAsync(_time, configure: options =>
    {
        options.Permissions.Clear();
        options.AccessFile = File;
    });

    private void Write(string text) => System.IO.File.WriteAllText(File, text);

    private void Change(string text)
    {
        Write(text);
        // What was written within one tick of the file system's clock differs by its length.
        System.IO.File.SetLastWriteTimeUtc(File, System.IO.File.GetLastWriteTimeUtc(File).AddSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(2));
    }
}
