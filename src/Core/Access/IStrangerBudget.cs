namespace TopGun.Core.Access;

/// <summary>
/// How much is recorded for users on maps that they may not write. A refusal uses its op's number and is stored as any result is, so who may do nothing
/// could otherwise fill the store with refusals. Safe for many threads at once; an answer takes no I/O.
/// </summary>
public interface IStrangerBudget
{
    /// <summary>What a writer's first row on a map costs; a result costs 1.</summary>
    const int RowCost = 200;

    /// <summary>Takes from what a user has left.</summary>
    /// <returns>0, or how many milliseconds to wait; nothing is taken then.</returns>
    int Take(string subject, long cost);
}
