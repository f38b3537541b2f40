using TopGun.Client;
using TopGun.Client.Maps;
using TopGun.Client.Resolvers;
using TopGun.Core.Registrations;
using TopGun.Core.Replicas;
using TopGun.Core.Resolvers;
using TopGun.Core.Values;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Resolvers;

/// <summary>The promises of the page that users know, by its headings: its resolver bodies unchanged, through clients, against the real server.</summary>
public sealed class ReferencePageTests(SharedTown shared) : IClassFixture<SharedTown>, IAsyncLifetime
{
    private readonly Town _town = shared.Town;
    private TopGunClient _alice = null!;
    private TopGunClient _bob = null!;

    public async ValueTask InitializeAsync()
        => (_alice, _bob) = (await _town.OpenAsync("alice"), await _town.OpenAsync("bob"));

    public async ValueTask DisposeAsync() => await _town.LeaveAsync();

    [Fact]
    public async Task Basic_usage_first_write_wins_resolver()
    {
        await Register(_alice, "bookings", "first-write-wins", """
            // Reject if seat is already booked
            if (context.localValue !== undefined) {
              return {
                action: 'reject',
                reason: 'Seat already booked by ' + context.localValue.user
              };
            }
            return { action: 'accept', value: context.remoteValue };
            """, 100);
        using var seen = new Rejections(_alice, _bob);
        LwwMap alices = _alice.GetMap("bookings"), bobs = _bob.GetMap("bookings");

        // Both at once, and each sees its own booking until the server has decided.
        PendingWrite[] bookings = [alices.Set("A1", Booking("alice")), bobs.Set("A1", Booking("bob"))];
        var results = await Task.WhenAll(bookings.Select(booking => booking.Settled.WaitAsync(ProgramRun.Patience)));

        var winner = Assert.Single(Enumerable.Range(0, 2), i => results[i].Ending == WriteEnding.Applied) == 0 ? "alice" : "bob";
        var loser = winner == "alice" ? _bob : _alice;
        var rejection = Assert.Single(results, result => result.Ending == WriteEnding.Rejected).Rejection!;
        Assert.Equal((RejectionCode.MergeRejected, $"Seat already booked by {winner}", "first-write-wins"), (rejection.Code, rejection.Reason, rejection.Resolver));
        Assert.Equal(Booking(winner), rejection.ServerValue);
        Assert.Equal(("bookings", "A1", rejection.Reason), await seen.NextAsync());

        await InStep.ReachAsync(loser);
        Assert.Equal(Booking(winner), loser.GetMap("bookings").Get("A1"));
        Assert.Equal(new SavedState(0, 1), loser.Saved);
        Assert.True(loser.Rejections.Discard(rejection.Id));
    }

    [Fact]
    public async Task Use_cases_inventory_management()
    {
        await Register(_alice, "inventory", "stock-validation", """
            const newStock = context.remoteValue?.stock;

            // Reject negative stock
            if (typeof newStock === 'number' && newStock < 0) {
              return { action: 'reject', reason: 'Stock cannot be negative' };
            }

            return { action: 'accept', value: context.remoteValue };
            """, 90);
        var items = _bob.GetMap("inventory");

        await Applied(items.Set("laptop", Value.Object(("stock", 1), ("name", "Laptop"))));
        await Applied(items.Patch("laptop", patch => patch.Set("stock", 0)));
        await Rejected(items.Patch("laptop", patch => patch.Set("stock", -1)), "Stock cannot be negative");

        Assert.Equal(Value.Object(("stock", 0), ("name", "Laptop")), items.Get("laptop"));
    }

    [Fact]
    public async Task Use_cases_cross_key_validation()
    {
        await Register(_alice, "cart", "budget-check", """
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
            """, 80);
        var cart = _bob.GetMap("cart");

        await Applied(cart.Set("user_budget", Value.Object(("amount", 100))));
        await Applied(cart.Set("cart", Value.Object(("total", 80), ("price", 80))));
        await Rejected(cart.Patch("cart", patch => patch.Set("price", 30)), "Cart total exceeds budget");
        await Applied(cart.Patch("cart", patch => patch.Set("price", 20)));
    }

    [Fact]
    public async Task Use_cases_deletion_protection()
    {
        await Register(_alice, "protected-data", "delete-protection", """
            // Check if this is a deletion (remoteValue is null)
            if (context.remoteValue === null) {
              // Only admins can delete
              if (!context.auth?.roles?.includes('admin')) {
                return { action: 'reject', reason: 'Only admins can delete entries' };
              }
            }

            return { action: 'accept', value: context.remoteValue };
            """, 100);
        var admin = (await _town.OpenAsync("root", "admin")).GetMap("protected-data");
        var bobs = _bob.GetMap("protected-data");
        await Applied(bobs.Set("entry", Value.Object(("kept", true))));

        await Rejected(bobs.Remove("entry"), "Only admins can delete entries");
        Assert.Equal(Value.Object(("kept", true)), bobs.Get("entry"));

        await Applied(admin.Remove("entry"));
        await InStep.ReachAsync(_bob);
        Assert.Null(bobs.Get("entry"));
    }

    [Fact]
    public async Task Key_patterns()
    {
        await Register(_alice, "data", "user-protection", """
            if (context.localValue !== undefined) {
              return { action: 'reject', reason: 'User record exists' };
            }
            return { action: 'accept', value: context.remoteValue };
            """, 100, "user:*");
        var data = _bob.GetMap("data");

        await Applied(data.Set("user:456", "first"));
        await Rejected(data.Set("user:456", "second"), "User record exists");
        await Applied(data.Set("post:123", "first"));
        await Applied(data.Set("post:123", "second"));
    }

    [Fact]
    public async Task Priority_system()
    {
        await _alice.Resolvers.RegisterAsync("layers", new ResolverOptions { Name = "union", BuiltIn = new BuiltInRule(BuiltInKind.ArrayUnion, ["tags"]), Priority = 50 });
        await Register(_alice, "layers", "at-most-two", """
            return context.remoteValue?.tags?.length > 2
              ? { action: 'reject', reason: 'At most two tags' } : { action: 'local' };
            """, 80);
        await _bob.Resolvers.RegisterAsync("layers", new ResolverOptions { Name = "immutable-id", BuiltIn = new BuiltInRule(BuiltInKind.Immutable, ["id"], "The id stays."), Priority = 100 });
        var map = _bob.GetMap("layers");

        await Applied(map.Set("k", Value.Object(("id", 1), ("tags", new ListValue([Value.Of("a")])))));
        await Rejected(map.Patch("k", patch => patch.Set("id", 2)), "The id stays.");
        await Applied(map.Patch("k", patch => patch.Set("tags", new ListValue([Value.Of("b")]))));
        // The merge below makes three of it, which the validation above it gets to see.
        await Rejected(map.Patch("k", patch => patch.Set("tags", new ListValue([Value.Of("c")]))), "At most two tags");
    }

    [Theory]
    [InlineData(BuiltInKind.FirstWriteWins, 1, 2, false, 1)]
    [InlineData(BuiltInKind.Immutable, 1, 2, false, 1)]
    [InlineData(BuiltInKind.NonNegative, 1, -1, false, 1)]
    [InlineData(BuiltInKind.NumericMin, 2, 1, true, 1)]
    [InlineData(BuiltInKind.NumericMax, 2, 3, true, 3)]
    [InlineData(BuiltInKind.Lww, 1, 2, true, 2)]
    public async Task Built_in_resolvers(string kind, long before, long write, bool isApplied, long after)
    {
        var map = $"built-in-{kind}";
        await _alice.Resolvers.RegisterAsync(map, new ResolverOptions { Name = kind, BuiltIn = new BuiltInRule(kind) });
        var values = _bob.GetMap(map);
        await Applied(values.Set("k", before));

        var ending = (await values.Set("k", write).Settled.WaitAsync(ProgramRun.Patience)).Ending;

        Assert.Equal(isApplied ? WriteEnding.Applied : WriteEnding.Rejected, ending);
        await InStep.ReachAsync(_bob);
        Assert.Equal(Value.Of(after), values.Get("k"));
    }

    [Fact]
    public async Task Built_in_resolvers_that_look_at_who_writes_and_at_versions()
    {
        await _alice.Resolvers.RegisterAsync("config", new ResolverOptions { Name = "server-only", BuiltIn = new BuiltInRule(BuiltInKind.ServerOnly) });
        await _alice.Resolvers.RegisterAsync("articles", new ResolverOptions { Name = "versions", BuiltIn = new BuiltInRule(BuiltInKind.VersionIncrement) });
        await _alice.Resolvers.RegisterAsync("profiles", new ResolverOptions { Name = "deep", BuiltIn = new BuiltInRule(BuiltInKind.DeepMerge) });
        var server = (await _town.OpenAsync("machine", "server")).GetMap("config");

        await Rejected(_bob.GetMap("config").Set("k", 1), null);
        await Applied(server.Set("k", 1));
        await Applied(_bob.GetMap("articles").Set("a", Value.Object(("version", 1))));
        await Rejected(_bob.GetMap("articles").Set("a", Value.Object(("version", 3))), null);
        await Applied(_bob.GetMap("profiles").Set("p", Value.Object(("address", Value.Object(("city", "Bern"))))));
        await Applied(_bob.GetMap("profiles").Patch("p", patch => patch.Set("address", Value.Object(("zip", "3000")))));
        Assert.Equal(
            Value.Object(("address", Value.Object(("city", "Bern"), ("zip", "3000")))),
            (await _bob.Resolvers.DryRunAsync("profiles", "p", Value.Object(("address", Value.Object(("zip", "3000")))))).Value);
    }

    [Theory]
    [InlineData("eval('1')")]
    [InlineData("Function('return 1')")]
    [InlineData("fetch('http://localhost')")]
    [InlineData("require('fs')")]
    [InlineData("import('fs')")]
    [InlineData("process.exit()")]
    [InlineData("setTimeout(() => {}, 1)")]
    [InlineData("setInterval(() => {}, 1)")]
    public async Task Security_considerations_sandboxed_execution(string forbidden)
    {
        var error = await Assert.ThrowsAsync<TopGunClientException>(() => Register(_alice, "sandbox", "bad", $"const a = 1;\n  {forbidden};", 50));

        Assert.Equal((ClientError.InvalidResolver, 2, 3), (error.Error, error.Line, error.Column));
        Assert.Empty(_alice.Resolvers.Registrations);
    }

    [Fact]
    public async Task Security_considerations_rate_limiting()
    {
        var tooLong = await Assert.ThrowsAsync<TopGunClientException>(() => Register(_alice, "limits", "long", new string(' ', 51_201), 50));
        Assert.Equal(ClientError.InvalidResolver, tooLong.Error);
        Assert.Contains("51201 bytes; 1 to 51200", tooLong.Message, StringComparison.Ordinal);

        for (var i = 0; i < 10; i++) await Register(_alice, "limits", $"rule-{i}", "return { action: 'local' };", 50);
        var tooMany = await Assert.ThrowsAsync<TopGunClientException>(() => Register(_alice, "limits", "rule-10", "return { action: 'local' };", 50));
        Assert.Equal(ClientError.LimitExceeded, tooMany.Error);
        Assert.Contains("at most 10", tooMany.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Api_reference_client_api()
    {
        const string Rule = "return { action: 'reject', reason: 'No.' };";
        Assert.Equal(1, await Register(_alice, "api", "rule", Rule, 50));
        // Another user who runs the same application claims the same rule, and one's leaving leaves it in force.
        Assert.Equal(2, await Register(_bob, "api", "rule", Rule, 50));
        var listed = Assert.Single(await _bob.Resolvers.ListAsync("api"));
        Assert.Equal(("api", "rule", ResolverOrigin.Client, 2, true), (listed.Map, listed.Definition.Name, listed.Origin, listed.Claims, listed.IsMine));
        Assert.Contains(listed.Definition.Name, (await _alice.Resolvers.ListAsync()).Select(one => one.Definition.Name));

        Assert.Equal(1, await _alice.Resolvers.UnregisterAsync("api", "rule"));
        await Rejected(_alice.GetMap("api").Set("k", 1), "No.");
        Assert.Equal(0, await _bob.Resolvers.UnregisterAsync("api", "rule"));
        await Applied(_alice.GetMap("api").Set("k", 1));

        Assert.Equal(ClientError.NotFound, (await Assert.ThrowsAsync<TopGunClientException>(() => _bob.Resolvers.UnregisterAsync("api", "rule"))).Error);
        Assert.Empty(_alice.Resolvers.Registrations);
    }

    [Fact]
    public async Task Other_code_under_a_name_that_is_taken_is_refused_and_ones_own_is_replaced()
    {
        await Register(_alice, "names", "rule", "return { action: 'local' };", 50);
        var taken = await Assert.ThrowsAsync<TopGunClientException>(() => Register(_bob, "names", "rule", "return { action: 'reject', reason: 'No.' };", 50));
        Assert.Equal(ClientError.AlreadyExists, taken.Error);

        await Register(_alice, "names", "rule", "return { action: 'reject', reason: 'Mine.' };", 50);
        await Rejected(_bob.GetMap("names").Set("k", 1), "Mine.");
    }

    private static Value Booking(string user) => Value.Object(("user", user));

    private static Task<int> Register(TopGunClient client, string map, string name, string code, int priority, string keyPattern = "*")
        => client.Resolvers.RegisterAsync(map, new ResolverOptions { Name = name, Code = code, Priority = priority, KeyPattern = keyPattern }).WaitAsync(ProgramRun.Patience);

    private static async Task Applied(PendingWrite write)
    {
        var result = await write.Settled.WaitAsync(ProgramRun.Patience);
        Assert.True(result.Ending == WriteEnding.Applied, $"{result.Ending}: {result.Rejection?.Code} {result.Rejection?.Reason}");
    }

    private static async Task Rejected(PendingWrite write, string? reason)
    {
        var result = await write.Settled.WaitAsync(ProgramRun.Patience);
        Assert.Equal(WriteEnding.Rejected, result.Ending);
        Assert.Equal(RejectionCode.MergeRejected, result.Rejection!.Code);
        if (reason is not null) Assert.Equal(reason, result.Rejection.Reason);
    }
}
