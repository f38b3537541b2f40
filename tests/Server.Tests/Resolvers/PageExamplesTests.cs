using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Records;
using TopGun.Resolving;
using TopGun.Server.Resolvers;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>The resolver bodies that users know, unchanged, each under its heading.</summary>
public sealed class PageExamplesTests
{
    private const string FirstWriteWins = """
        // Reject if seat is already booked
        if (context.localValue !== undefined) {
          return {
            action: 'reject',
            reason: 'Seat already booked by ' + context.localValue.user
          };
        }
        return { action: 'accept', value: context.remoteValue };
        """;

    private const string StockValidation = """
        const newStock = context.remoteValue?.stock;

        // Reject negative stock
        if (typeof newStock === 'number' && newStock < 0) {
          return { action: 'reject', reason: 'Stock cannot be negative' };
        }

        return { action: 'accept', value: context.remoteValue };
        """;

    private const string BudgetCheck = """
        // Read user's budget from another key
        const budget = context.readEntry('user_budget');
        if (!budget) {
          return { action: 'accept', value: context.remoteValue };
        }

        // Calculate cart total
        const itemPrice = context.remoteValue?.price ?? 0;
        const currentTotal = context.localValue?.total ?? 0;
        const newTotal = currentTotal + itemPrice;

        if (newTotal > budget.amount) {
          return {
            action: 'reject',
            reason: 'Cart total exceeds budget'
          };
        }

        return { action: 'accept', value: context.remoteValue };
        """;

    private const string DeleteProtection = """
        // Check if this is a deletion (remoteValue is null)
        if (context.remoteValue === null) {
          // Only admins can delete
          if (!context.auth?.roles?.includes('admin')) {
            return { action: 'reject', reason: 'Only admins can delete entries' };
          }
        }

        return { action: 'accept', value: context.remoteValue };
        """;

    private const string UserProtection = """
        if (context.localValue !== undefined) {
          return { action: 'reject', reason: 'User record exists' };
        }
        return { action: 'accept', value: context.remoteValue };
        """;

    [Fact]
    public void First_write_wins_resolver()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "first-write-wins", FirstWriteWins, priority: 100));

        var alice = map.Set("A1", Value.Object(("user", "alice")), "alice", at: 1_000);
        var bob = map.Set("A1", Value.Object(("user", "bob")), "bob", at: 1_001);

        Assert.Equal(OpResultCode.Applied, alice.Code);
        Assert.Equal((OpResultCode.MergeRejected, "first-write-wins", "Seat already booked by alice"), (bob.Code, bob.Resolver, bob.Reason));
        Assert.Equal(Value.Object(("user", "alice")), map.Read("A1"));
    }

    [Fact]
    public void First_write_wins_resolver_and_the_earlier_clock_that_comes_later()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "first-write-wins", FirstWriteWins, priority: 100));
        map.Set("A1", Value.Object(("user", "alice")), "alice", at: 2_000);

        // Booked offline, before alice, and from a replica in which the seat was free.
        var bob = map.Write(new Core.Maps.ReplaceWrite("A1", Core.Maps.WriteBase.Absent, Value.Object(("user", "bob"))), "bob", at: 1_000);

        Assert.Equal(OpResultCode.MergeRejected, bob.Code);
        Assert.Equal(Value.Object(("user", "alice")), map.Read("A1"));
    }

    [Fact]
    public void Inventory_management()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "stock-validation", StockValidation, priority: 90));
        map.Set("p", Value.Object(("stock", 1), ("name", "Pen")));

        Assert.Equal("Stock cannot be negative", map.Patch("p", Value.Object(("stock", -1)), "bob").Reason);
        Assert.Equal(OpResultCode.Applied, map.Patch("p", Value.Object(("stock", 0)), "bob").Code);
        Assert.Equal(Value.Object(("stock", 0), ("name", "Pen")), map.Read("p"));
    }

    [Fact]
    public void Cross_key_validation()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "budget-check", BudgetCheck, priority: 80));
        map.Set("cart", Value.Object(("total", 90)));
        Assert.Equal(OpResultCode.Applied, map.Patch("cart", Value.Object(("price", 500))).Code);
        map.Set("user_budget", Value.Object(("amount", 100)));

        Assert.Equal("Cart total exceeds budget", map.Patch("cart", Value.Object(("price", 11))).Reason);
        Assert.Equal(OpResultCode.Applied, map.Patch("cart", Value.Object(("price", 10))).Code);
    }

    [Fact]
    public void Cross_key_validation_sees_what_came_before_in_the_same_batch()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "budget-check", BudgetCheck, priority: 80));

        var (results, _) = map.Batch(
        [
            new Core.Maps.ReplaceWrite("user_budget", Core.Maps.WriteBase.Absent, Value.Object(("amount", 5))),
            new Core.Maps.ReplaceWrite("cart", Core.Maps.WriteBase.Absent, Value.Object(("price", 6))),
        ]);

        Assert.Equal([OpResultCode.Applied, OpResultCode.MergeRejected], results.Select(result => result.Code));
    }

    [Fact]
    public void Deletion_protection()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "delete-protection", DeleteProtection, priority: 100));
        map.Set("k", Value.Object(("a", 1)));

        var bob = map.Remove("k", "bob", by: GuardedMap.User("bob", "user"));
        Assert.Equal("Only admins can delete entries", bob.Reason);
        Assert.NotNull(map.Read("k"));

        Assert.Equal(OpResultCode.Applied, map.Remove("k", "root", by: GuardedMap.User("root", "user", "admin")).Code);
        Assert.Null(map.Read("k"));
    }

    [Fact]
    public void Key_patterns()
    {
        var map = Map(rules => rules.AddScript(GuardedMap.Name, "user-protection", UserProtection, priority: 100, keyPattern: "user:*"));
        foreach (var key in (string[])["user:123", "post:123"]) map.Set(key, 1);

        Assert.Equal(OpResultCode.MergeRejected, map.Set("user:123", 2).Code);
        Assert.Equal(OpResultCode.Applied, map.Set("post:123", 2).Code);
    }

    [Fact]
    public void Priority_system()
    {
        var map = Map(rules =>
        {
            rules.AddScript(GuardedMap.Name, "accept-all", "return { action: 'accept', value: context.remoteValue };", priority: 100);
            rules.Add(GuardedMap.Name, BuiltInResolvers.NonNegative(new() { Fields = ["stock"], Reason = "No stock left." }));
            rules.AddScript(GuardedMap.Name, "below-zero", "return context.remoteValue.below ? { action: 'merge', value: { stock: -1 } } : { action: 'local' };", priority: 50);
        });

        Assert.Equal((OpResultCode.MergeRejected, "NON_NEGATIVE", "No stock left."), Facts(map.Set("p", Value.Object(("stock", -1)))));
        Assert.Equal((OpResultCode.MergeRejected, "NON_NEGATIVE", "No stock left."), Facts(map.Set("p", Value.Object(("below", true)))));
        Assert.Equal(OpResultCode.Applied, map.Set("p", Value.Object(("stock", 3))).Code);
    }

    private static (OpResultCode, string?, string?) Facts(OpResult result) => (result.Code, result.Resolver, result.Reason);

    private static GuardedMap Map(Action<ServerResolvers> add)
    {
        var rules = new ServerResolvers();
        add(rules);
        Assert.Empty(rules.Mistakes);
        return new GuardedMap(RecordCodec.Instance, [.. rules.Chains().Single().Value.Resolvers]);
    }
}
