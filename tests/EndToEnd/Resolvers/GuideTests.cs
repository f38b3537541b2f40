using System.Text.RegularExpressions;
using TopGun.Client.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>The guide for clients in docs/RESOLVERS.md says what is so.</summary>
public sealed partial class GuideTests
{
    [Fact]
    public async Task What_the_guide_shows_works_as_it_says()
    {
        await using var town = await Town.StartAsync();
        var client = await town.OpenAsync("alice");
        await GuideSample.RegisterAsync(client);
        var bookings = client.GetMap("bookings");
        await bookings.Set("A1", Value.Object(("user", "bob"))).Settled.WaitAsync(ProgramRun.Patience);

        var refused = await bookings.Set("A1", Value.Object(("user", "alice"))).Settled.WaitAsync(ProgramRun.Patience);
        Assert.Equal((WriteEnding.Rejected, "Seat already booked by bob"), (refused.Ending, refused.Rejection!.Reason));
        Assert.Equal(WriteEnding.Rejected, (await client.GetMap("inventory").Set("item:1", Value.Object(("stock", -1))).Settled.WaitAsync(ProgramRun.Patience)).Ending);

        GuideSample.Listen(client, () => GuideSample.Settle(client));
        await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        // What was written instead is in force, and nothing waits for an answer any more.
        Assert.Empty(client.Rejections.List());
        Assert.Equal(Value.Object(("user", "alice")), client.GetMap("waiting").Get("A1"));
        Assert.Equal(Value.Object(("stock", 0)), client.GetMap("inventory").Get("item:1"));

        var outcome = await GuideSample.TryAndLeaveAsync(client);
        Assert.Equal((OpResultCode.MergeRejected, "stock", "Stock cannot be negative"), (outcome.Code, outcome.Resolver, outcome.Reason));
        Assert.Empty(await client.Resolvers.ListAsync("inventory"));
    }

    [Fact]
    public void Every_line_of_its_code_is_compiled()
    {
        var guide = File.ReadAllText(Path.Combine(Built.Root, "docs", "RESOLVERS.md"));
        var chapter = Chapter().Match(guide).Value;
        var sample = Lines(File.ReadAllText(Path.Combine(Built.Root, "tests", "EndToEnd", "Resolvers", "GuideSample.cs")));

        var blocks = Code().Matches(chapter).Select(block => Lines(block.Groups[1].Value)).ToArray();

        Assert.Equal(5, blocks.Length);
        Assert.All(blocks, block => Assert.Contains(block, sample, StringComparison.Ordinal));
    }

    private static string Lines(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));

    [GeneratedRegex(@"## Rules from clients\n.*?(?=\n## )", RegexOptions.Singleline)]
    private static partial Regex Chapter();

    [GeneratedRegex(@"```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();
}
