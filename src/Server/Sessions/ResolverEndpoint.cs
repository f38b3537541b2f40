using Grpc.Core;
using TopGun.Core.Access;
using TopGun.Core.Registrations;
using TopGun.Core.Sync;
using TopGun.Protocol.Resolvers;
using TopGun.Server.Auth;
using TopGun.Server.Maps;
using TopGun.Server.Resolvers.Registering;
using Wire = TopGun.Protocol.V1;

namespace TopGun.Server.Sessions;

/// <summary>What is asked of resolvers, as calls of its own: for clients without a sync conversation.</summary>
internal sealed class ResolverEndpoint(
    ResolverCalls calls, RejectionBoard rejections, CallGate gate, SyncLimits limits, AccessControl control, TimeProvider clock)
    : Wire.ResolverService.ResolverServiceBase
{
    /// <inheritdoc/>
    public override Task<Wire.RegisterResolverResponse> RegisterResolver(Wire.RegisterResolverRequest request, ServerCallContext context)
        => gate.RunAsync(context, async credential => ResolverResponseMapping.ToWire(
            (ResolverRegistered)await AskAsync(ResolverRequestMapping.FromWire(request, limits), credential.Principal, context)));

    /// <inheritdoc/>
    public override Task<Wire.UnregisterResolverResponse> UnregisterResolver(Wire.UnregisterResolverRequest request, ServerCallContext context)
        => gate.RunAsync(context, async credential => ResolverResponseMapping.ToWire(
            (ResolverUnregistered)await AskAsync(ResolverRequestMapping.FromWire(request, limits), credential.Principal, context)));

    /// <inheritdoc/>
    public override Task<Wire.ListResolversResponse> ListResolvers(Wire.ListResolversRequest request, ServerCallContext context)
        => gate.RunAsync(context, async credential => ResolverResponseMapping.ToWire(
            (ResolverList)await AskAsync(ResolverRequestMapping.FromWire(request, limits), credential.Principal, context)));

    /// <inheritdoc/>
    public override Task<Wire.DryRunResolverResponse> DryRunResolver(Wire.DryRunResolverRequest request, ServerCallContext context)
        => gate.RunAsync(context, async credential => DryRunMapping.ToWire(
            (DryRunOutcome)await AskAsync(ResolverRequestMapping.FromWire(request, limits), credential.Principal, context)));

    /// <inheritdoc/>
    public override Task WatchRejections(
        Wire.WatchRejectionsRequest request, IServerStreamWriter<Wire.WatchRejectionsResponse> responseStream, ServerCallContext context)
        => gate.RunAsync(context, async credential =>
        {
            if (System.Text.Encoding.UTF8.GetByteCount(request.Map) is var bytes && bytes > limits.MaxMapNameBytes)
                throw new SyncException(ErrorCode.LimitExceeded, $"Map name of {bytes} bytes; at most {limits.MaxMapNameBytes} are accepted.");
            using var watch = rejections.Watch(credential.Principal, request.Map.Length > 0 ? request.Map : null);
            // At once, so that who has seen the headers knows that nothing from here on is missed.
            await context.WriteResponseHeadersAsync([]);
            using var term = new CallTerm(control, credential, clock, null);
            using var ending = term.Ended.Register(() => watch.End(new SyncException(term.Reason)));
            await foreach (var rejected in watch.ReadAsync(context.CancellationToken))
                await responseStream.WriteAsync(new() { Rejection = MergeRejectedMapping.ToWire(rejected) }, context.CancellationToken);
            return true;
        });

    private async Task<ResolverResponse> AskAsync(ResolverRequest request, Principal principal, ServerCallContext context)
    {
        var answer = new TaskCompletionSource<ResolverResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Take(request, principal, answer.SetResult);
        return await answer.Task.WaitAsync(context.CancellationToken) switch
        {
            ResolverRefused refused => throw new SyncException(refused.Error),
            var response => response,
        };
    }
}
