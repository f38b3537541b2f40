using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Protocol.Calls;
using TopGun.Server.Limits;
using TopGun.Server.Maps;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Calls;

/// <summary>Answers queries from one moment of a map. Safe for many threads at once; a few are searched at a time.</summary>
internal sealed class MapQueries(MapCalls calls, PartitionSettings settings, LimitOptions limits)
{
    // As large as a page of changes.
    private const int PageBytes = 256 << 10;

    // A search takes a core for as long as the map is large, and holds a list of all its records.
    private readonly SemaphoreSlim _room = new(Math.Max(1, Environment.ProcessorCount / 2));

    /// <summary>The pages of an answer; the last one has the cursor.</summary>
    /// <exception cref="SyncException">The map can't be read now.</exception>
    public async IAsyncEnumerable<Wire.QueryResponse> AskAsync(
        string map, MapQuery query, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (found, next, cursor) = await SearchAsync(map, query, cancellationToken);
        var page = new Wire.QueryResponse();
        var bytes = 0;
        foreach (var changed in found)
        {
            if (bytes >= PageBytes)
            {
                yield return page;
                (page, bytes) = (new Wire.QueryResponse(), 0);
            }

            var record = settings.Codec.Decode(changed.Bytes.Span);
            page.Rows.Add(ReadCallMapping.ToWire(changed.Key, changed.Version, Projection.Of(record.ToValue()!, query.Fields), record));
            bytes += changed.Key.Length + changed.Bytes.Length;
        }

        page.Next = ReadCallMapping.ToWire(next);
        page.Cursor = ReadCallMapping.ToWire(cursor);
        yield return page;
    }

    private async Task<(ChangedRecord[] Found, QueryPosition? Next, Cursor Cursor)> SearchAsync(string map, MapQuery query, CancellationToken cancellationToken)
    {
        await _room.WaitAsync(cancellationToken);
        try
        {
            var (records, cursor) = await calls.ReadAsync(map, partition => (partition.ReadAll(map), partition.CursorAt(partition.Head)), cancellationToken);
            // Off the executor and its lock, which others wait for.
            var (found, next) = await Task.Run(() => QueryScan.Run(query, records, settings.Codec, cancellationToken), cancellationToken);
            if (found.Length > limits.QueryRows)
                throw new SyncException(ErrorCode.LimitExceeded, $"The query on map {map} finds {found.Length} rows; at most {limits.QueryRows} are answered at once. Ask with a limit, and go on from \"next\".");
            return (found, next, cursor);
        }
        finally
        {
            _room.Release();
        }
    }
}
