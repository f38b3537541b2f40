namespace TopGun.Core.Sync;

/// <summary>Answers a <see cref="DigestRequest"/>, or the next part of it, in the order in which it asks.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Head">The head of the map at which it was taken: the cursor of the client when it arrives.</param>
/// <param name="Nodes">For each prefix asked what is below it.</param>
/// <param name="Records">For each key asked its record, a removed one too; a key that was never written is left out.</param>
/// <param name="More">The rest of the answer follows.</param>
public sealed record DigestReply(
    int SubscriptionId, Cursor Head, IReadOnlyList<DigestNode> Nodes, IReadOnlyList<ChangedRecord> Records, bool More) : ServerFrame;
