using TopGun.Client;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Types;

/// <summary>The example of docs/DATA-STRUCTURES.md: two who add to one shopping list, and where one addition is lost and where none is.</summary>
public sealed class LostEditTests
{
    [Fact, Trait("Invariant", "INV-SET-1")]
    public async Task Of_two_lists_in_a_field_one_stays_and_of_two_additions_to_a_set_both()
    {
        using var place = new Place();
        await using var server = await ServerProcess.StartAsync(place.Data);
        await WithAsync("ann", true, async ann =>
        {
            ann.GetMap("lists").Set("home", Value.Object(("items", Value.List("milk"))));
            ann.GetOrMap<string>("items").Add("home", "milk");
            await ann.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        });
        foreach (var user in new[] { "ann", "bob" }) await WithAsync(user, true, InStep.ReachAsync);

        // Both are in the shop, without a connection, and add something.
        await WithAsync("ann", false, ann => AddAsync(ann, "bread"));
        await WithAsync("bob", false, bob => AddAsync(bob, "eggs"));
        foreach (var user in new[] { "ann", "bob", "ann" }) await WithAsync(user, true, InStep.ReachAsync);

        await WithAsync("ann", true, async ann =>
        {
            await InStep.ReachAsync(ann);
            var items = ((ListValue)((ObjectValue)ann.GetMap("lists").Get("home")!)["items"]!).Items;
            Assert.Equal(2, items.Count);   // milk, and what was added last
            Assert.Equal(["bread", "eggs", "milk"], ann.GetOrMap<string>("items").Get("home").Order());
            Assert.Empty(ann.Rejections.List());
        });

        static Task AddAsync(TopGunClient client, string item)
        {
            var list = (ObjectValue)client.GetMap("lists").Get("home")!;
            client.GetMap("lists").Set("home", Value.Object(("items", Value.List([.. ((ListValue)list["items"]!).Items, item]))));
            client.GetOrMap<string>("items").Add("home", item);
            return Task.CompletedTask;
        }

        async Task WithAsync(string user, bool isOnline, Func<TopGunClient, Task> act)
        {
            await using var client = TopGunClient.Open(new TopGunClientOptions
            {
                ReplicaFile = place.File($"{user}.db"), Server = isOnline ? server.Address : null, Token = server.Token,
            });
            client.GetMap("lists");
            client.GetOrMap("items");
            await act(client);
            if (isOnline) await client.WhenSavedAsync().WaitAsync(ProgramRun.Patience);
        }
    }
}
