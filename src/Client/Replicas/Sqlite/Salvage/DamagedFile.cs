using TopGun.Core.Replicas;
using TopGun.Core.Time;

namespace TopGun.Client.Replicas.Sqlite.Salvage;

/// <summary>Reads what can be read of a damaged replica file.</summary>
/// <remarks>A page that is gone ends a scan; so each table is read from both ends, and a row that makes no sense is passed over.</remarks>
internal sealed class DamagedFile
{
    private bool _isWhole = true;

    private DamagedFile()
    {
    }

    /// <summary>Reads a file, which its reader has locked. It changes nothing but that a log beside it may be folded into it.</summary>
    public static SalvagedReplica Read(string path) => new DamagedFile().ReadAll(path);

    private SalvagedReplica ReadAll(string path)
    {
        try
        {
            using var database = SqliteDatabase.Open(path);
            database.Execute("PRAGMA locking_mode = EXCLUSIVE");
            // A table that lost its head row or its first page tells nothing; the others may.
            var header = Try(() => new HeaderTable(database).Read(), out var isHeaderRead);
            var time = Try(() => new HeaderTable(database).ReadTime(), out _);
            var ops = Try(() => new OpTable(database), out _) is { } log ? Scan(log.Salvage, op => op.Position) : [];
            var rejections = Try(() => new RejectionTable(database), out _) is { } inbox ? Scan(inbox.Salvage, rejection => rejection.Id) : [];

            var last = isHeaderRead ? header.LastPosition : 0;
            if (ops.Count > 0) last = Math.Max(last, ops[^1].Position);
            if (rejections.Count > 0) last = Math.Max(last, rejections[^1].Id);
            return new SalvagedReplica(isHeaderRead ? header.NodeId : null, isHeaderRead ? header.Subject : null, time, ops, rejections, last, _isWhole);
        }
        catch (SqliteErrorException)
        {
            return new SalvagedReplica(null, null, null, [], [], 0, IsWhole: false);
        }
    }

    private List<T> Scan<T>(Func<bool, SalvageScan<T>> scan, Func<T, long> placeOf)
    {
        var rows = new SortedDictionary<long, T>();
        foreach (var fromEnd in (bool[])[false, true])
        {
            var read = scan(fromEnd);
            foreach (var row in read.Rows) rows[placeOf(row)] = row;
            _isWhole &= read.PassedOver == 0 && !read.IsCut;
            if (!read.IsCut) break;
        }

        return [.. rows.Values];
    }

    private T? Try<T>(Func<T> read, out bool isRead)
    {
        try
        {
            var made = read();
            isRead = true;
            return made;
        }
        catch (Exception error) when (error is SqliteErrorException or FormatException)
        {
            _isWhole = isRead = false;
            return default;
        }
    }
}
