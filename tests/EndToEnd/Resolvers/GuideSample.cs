using TopGun.Client;
using TopGun.Client.Resolvers;
using TopGun.Core.Registrations;
using TopGun.Core.Values;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>The C# of the chapter for clients in docs/RESOLVERS.md, line by line; a test compares, and runs it.</summary>
internal static class GuideSample
{
    public static async Task RegisterAsync(TopGunClient client)
    {
        await client.Resolvers.RegisterAsync("bookings", new ResolverOptions
        {
            Name = "first-write-wins",
            Code = """
                if (context.localValue !== undefined) {
                  return { action: 'reject', reason: 'Seat already booked by ' + context.localValue.user };
                }
                return { action: 'accept', value: context.remoteValue };
                """,
            Priority = 100,
        });
        await client.Resolvers.RegisterAsync("inventory", new ResolverOptions
        {
            Name = "stock",
            BuiltIn = new BuiltInRule(BuiltInKind.NonNegative, ["stock"], "Stock cannot be negative"),
            KeyPattern = "item:*",
        });
    }

    public static void Listen(TopGunClient client, Action afterwards)
    {
        using var listening = client.Resolvers.OnRejection(rejection =>
            Console.WriteLine($"{rejection.Map}/{rejection.Key}: {rejection.Reason} There is: {rejection.ServerValue}"));
        afterwards();
    }

    public static void Settle(TopGunClient client)
    {
        foreach (var rejection in client.Rejections.List())
        {
            switch (rejection)
            {
                // Another value of the same key, where the rule allows one.
                case { Map: "inventory" }:
                    client.Rejections.Retry(rejection.Id, Value.Object(("stock", 0)));
                    break;
                // The seat stays taken, and no value of its key can change that: what is wanted instead goes elsewhere, as a write like any other.
                case { Map: "bookings", AttemptedValue: { } booking }:
                    client.GetMap("waiting").Set(rejection.Key, booking);
                    client.Rejections.Discard(rejection.Id);
                    break;
                default:
                    client.Rejections.Discard(rejection.Id);
                    break;
            }
        }
    }

    public static async Task<DryRunOutcome> TryAndLeaveAsync(TopGunClient client)
    {
        var outcome = await client.Resolvers.DryRunAsync("inventory", "item:1", Value.Object(("stock", -1)));
        Console.WriteLine($"{outcome.Code} by {outcome.Resolver}: {outcome.Reason}");
        foreach (var listed in await client.Resolvers.ListAsync())
            Console.WriteLine($"{listed.Map}: {listed.Definition.Name}, claimed by {listed.Claims}, {(listed.IsMine ? "mine" : "of others")}");
        await client.Resolvers.UnregisterAsync("inventory", "stock");
        return outcome;
    }
}
