using System.Text;
using TopGun.Core.Queries;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>How parts of maps are asked for: from which cursor, with which rows, and whether the server keeps such parts at all.</summary>
internal sealed class PartAsking(ReplicaImage image, ReplicaViews views, ReplicaParts parts)
{
    private const int RowsPerLook = 1_000;

    /// <summary>Why a part can't be asked for, or null.</summary>
    /// <param name="id">The part.</param>
    /// <param name="features">What the server has named.</param>
    /// <param name="limits">What the server accepts.</param>
    public SyncError? WhyNot(long id, IReadOnlyCollection<string> features, SyncLimits limits)
    {
        if (image.Parts.Find(id) is not { } part) return null;
        if (!features.Contains(Features.Query))
            return new SyncError(ErrorCode.VersionUnsupported, $"The server is older than this client and knows no parts of maps; take map {part.Map} as a whole, or update the server.");
        try
        {
            if (new PartQuery(part.Query, limits).NeedsWindows && !features.Contains(Features.Window))
                return new SyncError(
                    ErrorCode.VersionUnsupported,
                    $"The server is older than this client and knows no parts of maps with an order, a limit or a place to begin; hold a part of map {part.Map} with a condition alone, or update the server.");
        }
        catch (SyncException error)
        {
            // This server accepts less than the one that was there when the part came to be held.
            return error.Error;
        }

        return null;
    }

    /// <summary>Asks for a part.</summary>
    /// <returns>Null when it is held no longer.</returns>
    public Subscribe? Ask(int subscription, long id, WriterPosition[] writers, SyncLimits limits)
    {
        views.Gain(id);
        if (image.Parts.Find(id) is not { } part) return null;
        var window = Present(part);
        if (!FitsFrame(window, limits))
        {
            parts.BeginReset(id, ResetReason.Asked);
            (part, window) = (image.Parts.Find(id)!, []);
        }

        return new Subscribe(subscription, part.Map, part.Cursor == Cursor.Start ? null : part.Cursor, writers, part.Query, image.ScanRows(part, null, 1).Count == 0)
        {
            Seen = views.SeenOf(part),
            Window = window,
        };
    }

    // The rows of a window that need not come again. Those that a reset has asked for anew are swept when all has come, so they count for nothing.
    private List<WindowRow> Present(PartReplica part)
    {
        List<WindowRow> window = [];
        if (part.Query.Limit is null) return window;
        for (string? after = null; image.ScanRows(part, after, RowsPerLook) is { Count: > 0 } rows; after = rows[^1].Key)
            window.AddRange(rows.Where(row => row.Generation == part.Generation).Select(row => new WindowRow(row.Key, row.Version)));
        return window;
    }

    // A window of which only some rows were presented would keep the others for ever. Half is left for all else that a Subscribe names.
    private static bool FitsFrame(List<WindowRow> window, SyncLimits limits)
    {
        const int PerRow = 24;
        return window.Sum(row => PerRow + Encoding.UTF8.GetByteCount(row.Key)) <= limits.MaxFrameBytes / 2;
    }
}
