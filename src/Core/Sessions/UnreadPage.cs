using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What may belong to a page of a query, taken under the partition's lock; whether it does is found out afterwards.</summary>
/// <param name="Follow">Whose page.</param>
/// <param name="Changed">Keys, with their records as they are now, or null where there is none; and whether the client may hold the key.</param>
/// <param name="To">What the client has seen after.</param>
/// <param name="More">More follows.</param>
/// <param name="Head">The head when it was taken.</param>
internal sealed record UnreadPage(
    QueryFollow Follow, IReadOnlyList<(string Key, ChangedRecord? Record, bool MayBeHeld)> Changed, Cursor To, bool More, Cursor Head) : IUnread
{
    /// <summary>See <see cref="ChangePage.IsCatchUp"/>.</summary>
    public bool IsCatchUp { get; init; }

    public IReadOnlyList<ServerFrame> Read() => Follow.Read(this) is { } page ? [page] : [];
}
