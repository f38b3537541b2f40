using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;
using TopGun.EndToEnd.Wire;
using TopGun.Server.Tests.Storage.Postgres;

namespace TopGun.EndToEnd.Data;

/// <summary>What an operator does with a store at the command line, while a server runs on it: backup, restore, verify, inspect.</summary>
public sealed class StoreCommandTests : IDisposable
{
    private const string Map = "notes";

    private readonly Place _place = new();

    private string Backup => _place.File("backup");

    public void Dispose() => _place.Dispose();

    [Fact]
    [Trait("Invariant", "INV-STO-6")]
    public async Task A_backup_of_a_running_server_is_restored_into_PostgreSQL_and_its_clients_hold_what_the_server_holds()
    {
        Assert.SkipUnless(PostgresServer.IsInstalled, PostgresServer.Missing);
        await using var postgres = await PostgresServer.StartAsync();
        var address = postgres.AddressOf(await postgres.CreateDatabaseAsync());
        var replica = _place.File("client.db");
        await using (var server = await ServerProcess.StartAsync(_place.Data))
        await using (var client = Open(replica, server))
        {
            for (var i = 0; i < 20; i++) client.GetMap(Map).Set($"before-{i}", Value.Of(i));
            await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            var end = await RunAsync(["backup", Backup, "--data", _place.Data]);
            AssertSays(end, 0, $"{Backup} holds 1 maps with 20 records, 1 writers");
            for (var i = 0; i < 5; i++) client.GetMap(Map).Set($"after-{i}", Value.Of(i));
            await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            client.GetMap(Map).Set("before-0", Value.Of("changed after"));
            await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            await server.KillAsync();
        }

        AssertSays(await RunAsync(["restore", Backup], ("TOPGUN_STORE", address)), 0, "holds 1 maps with 20 records, 1 writers", "Start the server on it");
        AssertSays(await RunAsync(["verify"], ("TOPGUN_STORE", address)), 0, "is sound: 1 maps with 20 records");

        await using var restored = await ServerProcess.StartWithAsync(_place.Data, ("TOPGUN_STORE", address));
        await using var again = Open(replica, restored);
        again.GetMap(Map).Set("and on", Value.Of("it goes"));
        await again.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        await InStep.ReachAsync(again);
        Assert.Equal((null, Value.Of(0)), (again.GetMap(Map).Get("after-0"), again.GetMap(Map).Get("before-0")));
        var copy = await Copy.FetchAsync(restored.Address, restored.Token, Map);
        Assert.Equal(21, copy.Records.Count);
        Assert.Equal(21ul, copy.Cursor!.Version);

        // And back into a file, from the database under its server.
        AssertSays(await RunAsync(["backup", _place.File("second"), "--store", address]), 0, "1 maps with 21 records");
        AssertSays(await RunAsync(["restore", _place.File("second"), "--data", _place.File("second.db")]), 0, "21 records");
        AssertSays(await RunAsync(["verify", "--data", _place.File("second.db")]), 0, "is sound");
    }

    [Fact]
    public async Task Inspect_shows_the_store_a_map_and_a_record_under_a_running_server()
    {
        await using var server = await ServerProcess.StartAsync(_place.Data);
        await using (var client = Open(_place.File("client.db"), server))
        {
            client.GetMap(Map).Set("note", Value.Object(("text", "milk"), ("count", 3L)));
            client.GetMap(Map).Remove("note-2");
            client.GetMap("empty").Set("gone", Value.Of(1));
            await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            AssertSays(await RunAsync(["inspect", "--data", _place.Data]), 0, "2 partitions:", "head 1", "from version 1", $"{Map}  in partition", "1 records of", "1 node ids are bound");
            AssertSays(await RunAsync(["inspect", "--data", _place.Data, "--map", Map]), 0, $"map {Map} in partition", "1 writers:", client.NodeId, "0 registered resolvers");
            AssertSays(await RunAsync(["inspect", "--data", _place.Data, "--map", Map, "--key", "note"]), 0, "record note of map notes: version 1", "owner dev", "milk", "count: 3 at ");
        }

        AssertSays(await RunAsync(["inspect", "--data", _place.Data, "--map", Map, "--key", "nothing"]), 1, "has no record nothing");
        AssertSays(await RunAsync(["inspect", "--data", _place.Data, "--map", "nope"]), 1, "There is no map nope");
        AssertSays(await RunAsync(["inspect", "--data", _place.Data, "--map", "nope", "--key", "note"]), 1, "There is no map nope");
        var end = await RunAsync(["inspect", "--data", _place.Data, "--key", "note"]);
        AssertFails(end, 2, "--key needs --map");
    }

    [Fact]
    public async Task Verify_names_a_damaged_record_and_ends_with_1()
    {
        await using (var server = await ServerProcess.StartAsync(_place.Data))
        {
            await using (var client = Open(_place.File("client.db"), server))
            {
                client.GetMap(Map).Set("note", Value.Of("a text that is easy to find"));
                client.GetMap("other").Set("sound", Value.Of(1));
                await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
            }

            AssertSays(await RunAsync(["backup", Backup], ("TOPGUN_DATA", _place.Data)), 0, "2 maps with 2 records");
            Assert.Equal(0, await server.TerminateAsync());
        }

        AssertSays(await RunAsync(["verify", "--data", _place.Data]), 0, "is sound: 2 maps with 2 records");
        Flip(_place.Data, "a text that is easy");
        var end = await RunAsync(["verify", "--data", _place.Data]);
        AssertFails(end, 1, "Record note of map notes", "restore a backup");
        Assert.Contains("damaged in 1 places; sound are 1 maps with 1 records", end.Output, StringComparison.Ordinal);
        AssertFails(await RunAsync(["backup", _place.File("of-damaged"), "--data", _place.Data]), 2, "Record note of map notes");
        Assert.False(File.Exists(_place.File("of-damaged")));

        AssertSays(await RunAsync(["verify", "--backup", Backup]), 0, "is sound");
        Flip(Backup, "a text that is easy");
        AssertFails(await RunAsync(["verify", "--backup", Backup]), 1, $"The backup {Backup} is damaged at byte", "take another one");
        AssertFails(await RunAsync(["restore", Backup, "--data", _place.File("new.db")]), 2, "is damaged at byte");
        Assert.False(File.Exists(_place.File("new.db")));
    }

    [Fact]
    public async Task What_can_not_be_done_is_said_in_one_line()
    {
        AssertFails(await RunAsync(["backup", Backup, "--data", _place.Data]), 2, $"There is no data file {_place.Data}");
        AssertFails(await RunAsync(["backup", Backup, "--data", _place.Data, "--store", "postgresql://a@b/c"]), 2, "name two stores");
        AssertFails(await RunAsync(["verify", "--backup", Backup]), 2, $"The backup {Backup} can't be read");
        AssertFails(await RunAsync(["restore", Backup, "--data", _place.Data]), 2, $"The backup {Backup} can't be read");
        AssertFails(await RunAsync(["inspect"], ("TOPGUN_STORE", "postgresql://ann:hunter2@no-such-host.invalid/notes")), 2, "no-such-host.invalid", "not known");
        await File.WriteAllTextAsync(Backup, "something else");
        AssertFails(await RunAsync(["backup", Backup, "--data", Backup]), 2, $"{Backup} exists");
        AssertFails(await RunAsync(["restore", Backup, "--data", _place.Data]), 2, "is no backup");
        AssertFails(await RunAsync(["inspect", "--data", Backup]), 2, "is not a SQLite database");
    }

    [Theory]
    [InlineData("backup", "while a server runs on it")]
    [InlineData("restore", "an empty database")]
    [InlineData("verify", "Ends with 0 when all is well")]
    [InlineData("inspect", "one record with --map and --key")]
    public async Task Help_says_what_a_command_does(string command, string words)
        => AssertSays(await RunAsync([command, "--help"]), 0, words.Split(' ')[0], "--data", "--store", "TOPGUN_STORE");

    private static TopGunClient Open(string replica, ServerProcess server)
        => TopGunClient.Open(new TopGunClientOptions { ReplicaFile = replica, Server = server.Address, Token = server.Token });

    private static Task<ProgramEnd> RunAsync(string[] arguments, params (string Name, string Value)[] variables)
        => ProgramRun.RunAsync(Built.TopGun, arguments, variables.ToDictionary(variable => variable.Name, variable => variable.Value));

    private static void AssertSays(ProgramEnd end, int code, params string[] parts)
    {
        Assert.True(end.ExitCode == code, end.Output + end.Errors);
        Assert.All(parts, part => Assert.Contains(part, end.Output, StringComparison.Ordinal));
        Assert.Equal("", end.Errors);
    }

    private static void AssertFails(ProgramEnd end, int code, params string[] parts)
    {
        Assert.True(end.ExitCode == code, end.Output + end.Errors);
        var line = Assert.Single(end.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("topgun: ", line, StringComparison.Ordinal);
        Assert.All(parts, part => Assert.Contains(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("hunter2", end.Errors + end.Output, StringComparison.Ordinal);
    }

    private static void Flip(string path, string content)
    {
        var file = File.ReadAllBytes(path);
        var searched = System.Text.Encoding.UTF8.GetBytes(content);
        var flipped = 0;
        for (var at = 0; file.AsSpan(at).IndexOf(searched) is >= 0 and var next; flipped++) file[(at += next) + 1] ^= 1;
        Assert.True(flipped > 0);
        File.WriteAllBytes(path, file);
    }
}
