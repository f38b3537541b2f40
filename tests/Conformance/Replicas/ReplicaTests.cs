using System.Globalization;
using System.Text.Json;
using TopGun.Conformance.Serving;
using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance.Replicas;

/// <summary>The replicas on bare stubs that the packages have as examples.</summary>
public sealed class ReplicaTests(ITestOutputHelper output)
{
    private const string Map = "todos";

    [Theory]
    [InlineData("python", "typescript")]
    [InlineData("typescript", "python")]
    public async Task Every_write_takes_effect_once_through_kills_of_both_sides(string language, string other)
    {
        const int Writes = 180, Keys = 12, KillsEvery = 60;
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed}");
        var dice = new Random(seed);
        using var place = new Place();
        var server = await ServerProcess.StartAsync(place.Data);
        try
        {
            // Most connections are cut within a few frames: then results and pages are lost on their way.
            await using var lossy = new LossyProxy(() => new Uri(Volatile.Read(ref server).Address), number => number % 4 == 0 ? null : new AnswerWatch(dice.Next(1, 6)).HasAnswer);
            var file = place.File("replica");
            var shell = ReplicaShell.Open(language, file, lossy.Authority, server.Token, Map);
            try
            {
                await shell.AskAsync("online");
                for (var write = 1; write <= Writes; write++)
                {
                    await WriteAsync(shell, write, Keys);
                    if (write % KillsEvery == 0)
                    {
                        shell.Dispose();
                        await server.KillAsync();
                        await server.DisposeAsync();
                        Volatile.Write(ref server, await ServerProcess.StartAsync(place.Data));
                        shell = ReplicaShell.Open(language, file, lossy.Authority, server.Token, Map);
                        await shell.AskAsync("online");
                    }
                }

                await shell.AskAsync("settle");
                // A busy machine may have sent all of it in a few frames, or by the one connection that lives: it goes on until something was cut.
                var writes = Writes;
                for (var until = DateTime.UtcNow + ProgramRun.Patience; lossy.Cuts == 0 && DateTime.UtcNow < until;)
                {
                    await shell.AskAsync("offline");
                    await shell.AskAsync("online");
                    await WriteAsync(shell, ++writes, Keys);
                    await shell.AskAsync("settle");
                }

                var expected = Enumerable.Range(0, Keys).ToDictionary(key => $"k{key}", key => writes - ((writes - key) % Keys));
                var shown = await shell.AskAsync("show");
                Assert.Equal(expected, Numbers(shown));
                Assert.Equal("[]", await shell.AskAsync("inbox"));
                output.WriteLine($"{lossy.Cuts} connections were cut");
                Assert.True(lossy.Cuts > 0, "No connection was cut, so the test has shown nothing.");

                // Each write changed something, so each that took effect made one version: none is missing and none was made twice.
                using var fresh = ReplicaShell.Open(other, place.File("fresh"), new Uri(server.Address).Authority, server.Token, Map);
                await fresh.AskAsync("online");
                await fresh.AskAsync("settle");
                Assert.Equal(shown, await fresh.AskAsync("show"));
                Assert.Equal(writes.ToString(CultureInfo.InvariantCulture), await fresh.AskAsync("version"));
            }
            finally
            {
                shell.Dispose();
            }
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_languages_edit_different_fields_while_apart_and_meet()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        using var python = await OnlineAsync("python", place, server, server.Token);
        using var typescript = await OnlineAsync("typescript", place, server, server.Token);
        await python.AskAsync("""put milk {"title":"Milk","done":false}""");
        await python.AskAsync("settle");
        await EventuallyAsync(typescript, """{"milk":{"done":false,"title":"Milk"}}""");

        await python.AskAsync("offline");
        await typescript.AskAsync("offline");
        await python.AskAsync("""patch milk {"title":"Oat milk"}""");
        await typescript.AskAsync("""patch milk {"done":true}""");
        Assert.Equal("""{"milk":{"done":false,"title":"Oat milk"}}""", await python.AskAsync("show"));
        Assert.Equal("""{"milk":{"done":true,"title":"Milk"}}""", await typescript.AskAsync("show"));

        foreach (var replica in new[] { python, typescript }) await replica.AskAsync("online");
        foreach (var replica in new[] { python, typescript }) await replica.AskAsync("settle");
        foreach (var replica in new[] { python, typescript }) await EventuallyAsync(replica, """{"milk":{"done":true,"title":"Oat milk"}}""");
    }

    [Fact]
    public async Task A_rule_that_one_language_registered_refuses_the_write_of_another_with_its_reason()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        using var typescript = await OnlineAsync("typescript", place, server, await ServerProcess.TokenAsync(place.Data, "ann"));
        using var python = await OnlineAsync("python", place, server, await ServerProcess.TokenAsync(place.Data, "bob"));
        await typescript.AskAsync("rule if (context.remoteValue !== undefined && context.remoteValue.n < 0) return { action: 'reject', reason: 'below zero' }; return { action: 'accept', value: context.remoteValue };");

        await python.AskAsync("""put k {"n":1}""");
        await python.AskAsync("""patch k {"n":-1}""");
        await python.AskAsync("settle");

        Assert.Equal("""[["k","OP_RESULT_CODE_MERGE_REJECTED","below zero"]]""", await python.AskAsync("inbox"));
        Assert.Equal("""{"k":{"n":1}}""", await python.AskAsync("show"));
        await EventuallyAsync(typescript, """{"k":{"n":1}}""");
    }

    private static async Task<ReplicaShell> OnlineAsync(string language, Place place, ServerProcess server, string token)
    {
        var shell = ReplicaShell.Open(language, place.File(language), new Uri(server.Address).Authority, token, Map);
        await shell.AskAsync("online");
        await shell.AskAsync("settle");
        return shell;
    }

    private static Task<string> WriteAsync(ReplicaShell shell, int write, int keys)
        => shell.AskAsync(string.Create(CultureInfo.InvariantCulture, $$"""patch k{{write % keys}} {"n":{{write}}}"""));

    // What others write comes by itself, after a while.
    private static async Task EventuallyAsync(ReplicaShell shell, string expected)
    {
        var until = DateTime.UtcNow + ProgramRun.Patience;
        string shown;
        while ((shown = await shell.AskAsync("show")) != expected && DateTime.UtcNow < until) await Task.Delay(20);
        Assert.Equal(expected, shown);
    }

    private static Dictionary<string, int> Numbers(string shown)
        => JsonDocument.Parse(shown).RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value.GetProperty("n").GetInt32());
}
