using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>What may change a window, taken under the partition's lock; whether it does is found out afterwards.</summary>
/// <param name="Follow">Whose window.</param>
/// <param name="Changed">Keys, with their records as they are now, or null where there is none.</param>
/// <param name="Head">The head when it was taken.</param>
/// <param name="MaxBytes">How large a page becomes.</param>
internal sealed record UnreadWindow(WindowFollow Follow, IReadOnlyList<(string Key, ChangedRecord? Record)> Changed, Cursor Head, int MaxBytes) : IUnread
{
    /// <summary>The rows that the client holds and that have not changed; null unless all that changed since follows here.</summary>
    public IReadOnlyList<ChangedRecord>? Presented { get; init; }

    /// <summary>Whether more has to be looked through before anything can be said.</summary>
    public bool IsStep { get; init; }

    /// <summary>Whether the client waits for its cursor to move.</summary>
    public bool IsBehind { get; init; }

    /// <summary>Follows the first page that is no step; null when it was told.</summary>
    public CaughtUp? CaughtUp { get; init; }

    public IReadOnlyList<ServerFrame> Read() => Follow.Read(this);
}
