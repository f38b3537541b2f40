using Google.Protobuf;
using Grpc.Core;
using TopGun.Protocol.V1;

namespace TopGun.Stubs;

/// <summary>The contract's services over a channel, with the bearer token in every call. Safe for many threads.</summary>
public sealed class TopGunServer
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    /// <summary>The services over a channel, which stays the caller's to dispose of.</summary>
    public TopGunServer(ChannelBase channel, string token)
        : this(channel, () => token)
    {
    }

    /// <summary>The services with a token that is renewed.</summary>
    /// <param name="channel">The channel, which stays the caller's to dispose of.</param>
    /// <param name="token">Gives the current one for each call.</param>
    public TopGunServer(ChannelBase channel, Func<string> token)
    {
        var invoker = new BearerInvoker(channel.CreateCallInvoker(), token);
        Map = new(invoker);
        Resolvers = new(invoker);
        Sync = new(invoker);
    }

    /// <summary>Maps for backends without a replica.</summary>
    public MapService.MapServiceClient Map { get; }

    /// <summary>Conflict resolvers.</summary>
    public ResolverService.ResolverServiceClient Resolvers { get; }

    /// <summary>The conversation of replicas.</summary>
    public SyncService.SyncServiceClient Sync { get; }

    /// <summary>Makes a writing call of <see cref="Map"/>, and again while its outcome is not known, under one idempotency key, so it takes effect once.</summary>
    /// <param name="call">Makes the call, as <c>(request, options) => server.Map.PutAsync(request, options)</c>.</param>
    /// <param name="request">
    /// The request. One without an idempotency key gets one; so does each write of a batch that is not atomic, whose results may have errors.
    /// </param>
    /// <param name="timeout">For each try; 10 s where absent.</param>
    /// <param name="patience">For all tries together; a minute where absent.</param>
    /// <exception cref="RpcException">It fails for good, or still fails when patience is over.</exception>
    public async Task<TResponse> WriteAsync<TRequest, TResponse>(
        Func<TRequest, CallOptions, AsyncUnaryCall<TResponse>> call, TRequest request, TimeSpan? timeout = null, TimeSpan? patience = null, CancellationToken cancellationToken = default)
        where TRequest : IMessage
    {
        FillInKeys(request);
        var until = DateTime.UtcNow + (patience ?? TimeSpan.FromMinutes(1));
        for (var wait = FirstWait; ; wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            TimeSpan pause;
            try
            {
                return await call(request, new CallOptions(deadline: DateTime.UtcNow + (timeout ?? TimeSpan.FromSeconds(10)), cancellationToken: cancellationToken));
            }
            catch (RpcException failed) when (Failure.MayBeRetried(failed))
            {
                var (told, drawn) = (Failure.Of(failed).RetryAfter ?? TimeSpan.Zero, Random.Shared.NextDouble() * wait);
                pause = told > drawn ? told : drawn;
                if (DateTime.UtcNow + pause > until) throw;
            }

            await Task.Delay(pause, cancellationToken);
        }
    }

    private static void FillInKeys(IMessage request)
    {
        IEnumerable<IMessage> keyed = request is BatchRequest { Atomic: false } batch ? batch.Writes : [request];
        foreach (var write in keyed)
            if (write.Descriptor.FindFieldByName("idempotency_key")?.Accessor is { } key && key.GetValue(write) is "")
                key.SetValue(write, Guid.NewGuid().ToString());
    }
}
