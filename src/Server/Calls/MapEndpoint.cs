using Grpc.Core;
using Microsoft.Extensions.Hosting;
using TopGun.Core.Calls;
using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Protocol.Calls;
using TopGun.Server.Auth;
using TopGun.Server.Limits;
using TopGun.Server.Maps;
using TopGun.Server.Sessions;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Calls;

/// <summary>Maps as calls, for backends that keep no replica.</summary>
internal sealed class MapEndpoint(
    MapCalls calls, MapQueries queries, CallGate gate, PartitionSettings settings, SessionSettings sessions, AccessControl control, UserLimits users, IHostApplicationLifetime lifetime)
    : Wire.MapService.MapServiceBase
{
    private SyncLimits Limits => settings.Options.Limits;

    /// <inheritdoc/>
    public override Task<Wire.GetResponse> Get(Wire.GetRequest request, ServerCallContext context)
        => gate.RunAsync(context, async credential =>
        {
            var fields = ReadCallMapping.FromWire(request, Limits);
            users.Demand(credential.Principal.Subject, 1, 0);
            calls.DemandRead(credential.Principal, request.Map);
            if (await calls.ReadAsync(request.Map, partition => partition.Read(request.Map, request.Key), context.CancellationToken) is not { } found) return new();
            var record = settings.Codec.Decode(found.Bytes.Span);
            return record.ToValue() is { } value
                ? new() { Entry = ReadCallMapping.ToWire(found.Key, found.Version, Projection.Of(value, fields), record) }
                : new Wire.GetResponse();
        });

    /// <inheritdoc/>
    public override Task<Wire.PutResponse> Put(Wire.PutRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.PutResponse { Version = VersionOf(done), Superseded = IsSuperseded(done) });

    /// <inheritdoc/>
    public override Task<Wire.PatchResponse> Patch(Wire.PatchRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.PatchResponse { Version = VersionOf(done), Superseded = IsSuperseded(done) });

    /// <inheritdoc/>
    public override Task<Wire.RemoveResponse> Remove(Wire.RemoveRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.RemoveResponse { Version = VersionOf(done), Superseded = IsSuperseded(done) });

    /// <inheritdoc/>
    public override Task<Wire.AddElementsResponse> AddElements(Wire.AddElementsRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.AddElementsResponse { Version = VersionOf(done) });

    /// <inheritdoc/>
    public override Task<Wire.RemoveElementsResponse> RemoveElements(Wire.RemoveElementsRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.RemoveElementsResponse { Version = VersionOf(done) });

    /// <inheritdoc/>
    public override Task<Wire.CountResponse> Count(Wire.CountRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.CountResponse { Version = VersionOf(done) });

    /// <inheritdoc/>
    public override Task<Wire.RemoveCounterResponse> RemoveCounter(Wire.RemoveCounterRequest request, ServerCallContext context)
        => WriteAsync(context, () => WriteCallMapping.FromWire(request, Limits), done => new Wire.RemoveCounterResponse { Version = VersionOf(done) });

    /// <inheritdoc/>
    public override Task<Wire.BatchResponse> Batch(Wire.BatchRequest request, ServerCallContext context)
        => gate.RunAsync(context, async credential =>
        {
            var batch = WriteCallMapping.FromWire(request, Limits);
            var (map, isAtomic) = (request.Map, request.Atomic);
            // What it was read from is as large as what was read, and must not wait with it.
            request = null!;
            Charge(context, credential, batch);
            var answers = await calls.WriteAsync(batch, credential.Principal, context.CancellationToken);
            if (isAtomic) Demand(map, answers[0]);
            return new Wire.BatchResponse { Results = { answers.Select(CallOutcomeMapping.ToWire) } };
        });

    /// <inheritdoc/>
    public override Task Query(Wire.QueryRequest request, IServerStreamWriter<Wire.QueryResponse> responseStream, ServerCallContext context)
        => gate.RunAsync(context, async credential =>
        {
            var query = ReadCallMapping.FromWire(request, Limits);
            users.Demand(credential.Principal.Subject, 1, 0);
            calls.DemandRead(credential.Principal, request.Map);
            responseStream.WriteOptions = ResponseWriting.Packed;
            await foreach (var page in queries.AskAsync(request.Map, query, context.CancellationToken))
                await responseStream.WriteAsync(page, context.CancellationToken);
            return true;
        });

    /// <inheritdoc/>
    public override Task Watch(Wire.WatchRequest request, IServerStreamWriter<Wire.WatchResponse> responseStream, ServerCallContext context)
        => gate.RunAsync(context, async credential =>
        {
            var query = ReadCallMapping.FromWire(request, Limits);
            users.Demand(credential.Principal.Subject, 1, 0);
            calls.DemandRead(credential.Principal, request.Map);
            using var counted = users.BeginStream(credential.Principal.Subject);
            using var term = new CallTerm(control, credential, settings.Clock, request.Map);
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken, term.Ended, lifetime.ApplicationStopping);
            try
            {
                await WatchAsync(request, query, credential, responseStream, ending.Token);
            }
            catch (OperationCanceledException) when (term.Ended.IsCancellationRequested)
            {
                throw new SyncException(term.Reason);
            }
            catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
            {
                throw new SyncException(new SyncError(ErrorCode.Unavailable, "The server is stopping.", 1_000));
            }

            return true;
        });

    private async Task WatchAsync(
        Wire.WatchRequest request, MapQuery query, Credential credential, IServerStreamWriter<Wire.WatchResponse> responseStream, CancellationToken cancellationToken)
    {
        // Before anything is read: what changes in between then wakes it.
        using var watch = new MapWatch(calls, request.Map, sessions, settings.Clock);
        var from = ReadCallMapping.CursorOf(request) ?? Cursor.Start;
        if (request.ChangesOnly) from = await calls.ReadAsync(request.Map, partition => partition.CursorAt(partition.Head), cancellationToken);
        var feed = new WatchFeed(request.Map, from, query.Where, query.Fields, settings.Codec);
        await foreach (var page in watch.ReadAsync(feed, cancellationToken))
        {
            // What the rules say when it leaves counts (INV-ACC-1).
            calls.DemandRead(credential.Principal, request.Map);
            await responseStream.WriteAsync(ReadCallMapping.ToWire(page), cancellationToken);
        }
    }

    private void Charge(ServerCallContext context, Credential credential, IReadOnlyList<WriteCall> writes)
    {
        WriteAdmission.Read(context);
        // What is held back for the sake of all is not to the account of the one who wrote it.
        calls.DemandRoom(writes[0].Map, credential.Principal);
        users.Demand(credential.Principal.Subject, writes.Sum(call => Math.Max(1, call.Writes.Count)), writes.Sum(call => call.SizeBound));
    }

    private Task<T> WriteAsync<T>(ServerCallContext context, Func<WriteCall> read, Func<CallOutcome, T> respond)
        => gate.RunAsync(context, async credential =>
        {
            var call = read();
            Charge(context, credential, [call]);
            var answers = await calls.WriteAsync([call], credential.Principal, context.CancellationToken);
            return respond(Demand(call.Map, answers[0]));
        });

    private static CallOutcome Demand(string map, WriteAnswer answer) => answer switch
    {
        CallOutcome { Code: OpResultCode.Applied or OpResultCode.Superseded } done => done,
        CallOutcome refused => throw CallFailure.Of(map, refused),
        WriteNotJudged held => throw new SyncException(held.Error),
        _ => throw new InvalidOperationException($"An answer of type {answer.GetType().Name} came out."),
    };

    private static ulong VersionOf(CallOutcome outcome) => checked((ulong)outcome.Version);

    private static bool IsSuperseded(CallOutcome outcome) => outcome.Code == OpResultCode.Superseded;
}
