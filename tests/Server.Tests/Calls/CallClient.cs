using Grpc.Core;
using TopGun.Grpc.Errors;
using TopGun.Server.Tests.Endpoint;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Tests.Calls;

/// <summary>Calls maps as a backend does.</summary>
internal sealed class CallClient(TestServer server, string subject = "alice")
{
    public const string Map = "stock";

    private readonly Wire.MapService.MapServiceClient _stub = new(server.Channel);

    public Wire.MapService.MapServiceClient Stub => _stub;

    public Metadata Headers { get; } = new() { { "authorization", $"Bearer {server.Token(subject)}" } };

    public async Task<Wire.PutResponse> Put(string key, Wire.Value value, string idempotencyKey = "", ulong? ttlMs = null)
    {
        var request = new Wire.PutRequest { Map = Map, Key = key, Value = value, IdempotencyKey = idempotencyKey };
        if (ttlMs is { } ttl) request.TtlMs = ttl;
        return await _stub.PutAsync(request, Headers);
    }

    public async Task<Wire.PatchResponse> Patch(string key, string field, Wire.Value value, bool mustExist = false, string idempotencyKey = "")
        => await _stub.PatchAsync(
            new Wire.PatchRequest { Map = Map, Key = key, Patch = new() { Set = { [field] = value } }, MustExist = mustExist, IdempotencyKey = idempotencyKey }, Headers);

    public async Task<Wire.RemoveResponse> Remove(string key, string idempotencyKey = "")
        => await _stub.RemoveAsync(new Wire.RemoveRequest { Map = Map, Key = key, IdempotencyKey = idempotencyKey }, Headers);

    public async Task<Wire.Entry?> Get(string key, params string[] fields)
        => (await _stub.GetAsync(new Wire.GetRequest { Map = Map, Key = key, Fields = { fields.Select(Path) } }, Headers)).Entry;

    public async Task<Wire.BatchResponse> Batch(bool atomic, string idempotencyKey, params Wire.BatchWrite[] writes)
        => await _stub.BatchAsync(new Wire.BatchRequest { Map = Map, Atomic = atomic, IdempotencyKey = idempotencyKey, Writes = { writes } }, Headers);

    public async Task<List<Wire.QueryResponse>> Query(Wire.Query? query = null)
    {
        using var call = _stub.Query(new Wire.QueryRequest { Map = Map, Query = query }, Headers);
        List<Wire.QueryResponse> pages = [];
        while (await call.ResponseStream.MoveNext(CancellationToken.None)) pages.Add(call.ResponseStream.Current);
        return pages;
    }

    public AsyncServerStreamingCall<Wire.WatchResponse> Watch(Action<Wire.WatchRequest>? configure = null)
    {
        var request = new Wire.WatchRequest { Map = Map };
        configure?.Invoke(request);
        return _stub.Watch(request, Headers);
    }

    /// <summary>The reason with which a call ends, and its status.</summary>
    public static async Task<(StatusCode Status, string Reason, IDictionary<string, string> Metadata)> RefusedAsync(Func<Task> call)
    {
        var failure = await Assert.ThrowsAsync<RpcException>(call);
        var info = RichStatus.Detail<Google.Rpc.ErrorInfo>(failure)!;
        return (failure.StatusCode, info.Reason, info.Metadata);
    }

    public static Wire.Value Text(string text) => new() { StringValue = text };

    public static Wire.Value Number(long number) => new() { Int64Value = number };

    public static Wire.Value Object(params (string Name, Wire.Value Value)[] fields)
    {
        var value = new Wire.ObjectValue();
        foreach (var (name, field) in fields) value.Fields.Add(name, field);
        return new() { ObjectValue = value };
    }

    public static Wire.FieldPath Path(string name) => new() { Names = { name } };
}
