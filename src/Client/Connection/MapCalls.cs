using Grpc.Core;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Protocol.Calls;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Client.Connection;

/// <summary>Questions that the server answers by calls, beside the conversation. Safe for many threads at once.</summary>
/// <param name="client">The service.</param>
/// <param name="token">The bearer token; null for none.</param>
/// <param name="address">The server's address, as the application wrote it.</param>
internal sealed class MapCalls(Wire.MapService.MapServiceClient client, string? token, string address)
{
    // How long the server may be silent: to find a row in a large map takes seconds at most.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Answers a query from one moment of the map.</summary>
    /// <exception cref="TopGunClientException">There is no answer; the message says why.</exception>
    public async Task<QueryPage> QueryAsync(string map, MapQuery query, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        List<QueryRow> rows = [];
        try
        {
            using var call = client.Query(ReadCallMapping.ToWire(map, query), new CallOptions(Headers(), cancellationToken: waiting.Token));
            for (Wire.QueryResponse? last = null; ;)
            {
                waiting.CancelAfter(Patience);
                if (!await call.ResponseStream.MoveNext(waiting.Token).ConfigureAwait(false)) return new QueryPage(rows, ReadCallMapping.NextOf(last));
                last = call.ResponseStream.Current;
                rows.AddRange(last.Rows.Select(ReadCallMapping.RowOf));
            }
        }
        catch (Exception error) when (Explain(error, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    /// <summary>Reads one record as it stands, whole.</summary>
    /// <returns>Its value and version; null when it is absent.</returns>
    /// <exception cref="TopGunClientException">There is no answer; the message says why.</exception>
    public async Task<(Core.Values.Value Value, long Version)?> GetAsync(string map, string key, CancellationToken cancellationToken)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        waiting.CancelAfter(Patience);
        try
        {
            using var call = client.GetAsync(new Wire.GetRequest { Map = map, Key = key }, new CallOptions(Headers(), cancellationToken: waiting.Token));
            return (await call.ResponseAsync.ConfigureAwait(false)).Entry is { } entry ? (ReadCallMapping.RowOf(entry).Value, checked((long)entry.Version)) : null;
        }
        catch (Exception error) when (Explain(error, cancellationToken) is { } explained)
        {
            throw explained;
        }
    }

    private Metadata Headers()
    {
        var headers = new Metadata();
        if (token is not null) headers.Add("authorization", $"Bearer {token}");
        return headers;
    }

    // Null for what is no failure of the call: the caller has given up.
    private TopGunClientException? Explain(Exception error, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested) return null;
        switch (error)
        {
            case OperationCanceledException or RpcException { StatusCode: StatusCode.Cancelled }:
                return new TopGunClientException(ClientError.Unreachable, $"{address} was silent for {Patience.TotalSeconds:N0} s.", error);
            case RpcException failed when GrpcFailure.ServerCode(failed) is { } code:
                var why = code switch
                {
                    "ERROR_CODE_FORBIDDEN" => ClientError.Forbidden,
                    "ERROR_CODE_INVALID_FRAME" or "ERROR_CODE_LIMIT_EXCEEDED" => ClientError.InvalidQuery,
                    "ERROR_CODE_UNAUTHENTICATED" or "ERROR_CODE_UNAVAILABLE" => ClientError.Unreachable,
                    _ => ClientError.ServerFailed,
                };
                return new TopGunClientException(why, failed.Status.Detail, failed);
            case RpcException { StatusCode: StatusCode.Unimplemented } failed:
                return new TopGunClientException(ClientError.ServerTooOld, $"The server at {address} answers no queries: {failed.Status.Detail}", failed);
            case RpcException failed:
                return new TopGunClientException(ClientError.Unreachable, GrpcFailure.Of(failed, address, hasAnswered: false).Reason.Message, failed);
            case SyncException broken:
                return new TopGunClientException(ClientError.ServerFailed, $"The answer can't be read: {broken.Message}", broken);
            default: return null;
        }
    }
}
