using TopGun.Core.Values;

namespace TopGun.Scripting.Tests;

/// <summary>The bodies of the reference page run as they stand there.</summary>
public sealed class ReferencePageTests
{
    private const string FirstWriteWins =
        """
            // Reject if seat is already booked
            if (context.localValue !== undefined) {
              return {
                action: 'reject',
                reason: 'Seat already booked by ' + context.localValue.user
              };
            }
            return { action: 'accept', value: context.remoteValue };
        """;

    private const string StockValidation =
        """
            const newStock = context.remoteValue?.stock;

            // Reject negative stock
            if (typeof newStock === 'number' && newStock < 0) {
              return { action: 'reject', reason: 'Stock cannot be negative' };
            }

            return { action: 'accept', value: context.remoteValue };
        """;

    private const string BudgetCheck =
        """
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

    private const string DeleteProtection =
        """
            // Check if this is a deletion (remoteValue is null)
            if (context.remoteValue === null) {
              // Only admins can delete
              if (!context.auth?.roles?.includes('admin')) {
                return { action: 'reject', reason: 'Only admins can delete entries' };
              }
            }

            return { action: 'accept', value: context.remoteValue };
        """;

    private const string UserProtection =
        """
            if (context.localValue !== undefined) {
              return { action: 'reject', reason: 'User record exists' };
            }
            return { action: 'accept', value: context.remoteValue };
        """;

    private static readonly Value Alice = Value.Object(("user", "alice"));
    private static readonly Value Bob = Value.Object(("user", "bob"));

    [Fact]
    public void First_write_wins_accepts_a_free_seat_and_gives_back_the_very_same_value()
    {
        var result = MergeCall.Completed(FirstWriteWins, local: null, remote: Bob);
        Assert.Equal(Value.Of("accept"), ((ObjectValue)result)["action"]);
        Assert.Same(Bob, ((ObjectValue)result)["value"]);
    }

    [Fact]
    public void First_write_wins_says_who_has_the_seat()
        => Assert.Equal(
            Value.Object(("action", "reject"), ("reason", "Seat already booked by alice")),
            MergeCall.Completed(FirstWriteWins, Alice, Bob));

    [Theory]
    [InlineData(-1, "reject")]
    [InlineData(0, "accept")]
    public void Stock_stays_at_or_above_zero(long stock, string action)
        => Assert.Equal(Value.Of(action), ((ObjectValue)MergeCall.Completed(StockValidation, remote: Value.Object(("stock", stock))))["action"]);

    [Fact]
    public void Stock_validation_lets_a_deletion_pass()
        => Assert.Equal(Value.Object(("action", "accept"), ("value", Value.Null)), MergeCall.Completed(StockValidation, remote: Value.Null));

    [Theory]
    [InlineData(50, "accept")]
    [InlineData(51, "reject")]
    public void Budget_counts_what_is_in_the_cart(long price, string action)
    {
        var result = MergeCall.Completed(
            BudgetCheck, Value.Object(("total", 50)), Value.Object(("price", price)), null, ("user_budget", Value.Object(("amount", 100))));
        Assert.Equal(Value.Of(action), ((ObjectValue)result)["action"]);
    }

    [Fact]
    public void Without_a_budget_everything_is_accepted()
        => Assert.Same(Bob, ((ObjectValue)MergeCall.Completed(BudgetCheck, null, Bob))["value"]);

    [Theory]
    [InlineData("admin", "accept")]
    [InlineData("user", "reject")]
    public void Only_admins_delete(string role, string action)
    {
        var auth = Value.Object(("userId", "u1"), ("roles", Value.List("user", role)));
        Assert.Equal(Value.Of(action), ((ObjectValue)MergeCall.Completed(DeleteProtection, Alice, Value.Null, auth))["action"]);
    }

    [Fact]
    public void Nobody_in_particular_does_not_delete()
        => Assert.Equal(Value.Of("reject"), ((ObjectValue)MergeCall.Completed(DeleteProtection, Alice, Value.Null))["action"]);

    [Fact]
    public void A_record_that_exists_is_protected()
        => Assert.Equal(Value.Of("User record exists"), ((ObjectValue)MergeCall.Completed(UserProtection, Alice, Bob))["reason"]);
}
