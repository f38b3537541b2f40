namespace TopGun.Core.Calls;

/// <summary>What the store was asked about a keyed write has become too old to rely on; it is to be asked once more. Nothing has changed.</summary>
public sealed record WriteLooksAgain : WriteAnswer
{
    /// <summary>The one of its kind.</summary>
    public static WriteLooksAgain Instance { get; } = new();
}
