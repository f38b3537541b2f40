using Microsoft.Extensions.Logging;
using TopGun.Core.Access;
using TopGun.Core.Partitions;
using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Server.Maps;
using TopGun.Server.Storage;

namespace TopGun.Server.Resolvers.Registering;

/// <summary>Answers what clients ask of resolvers, whether it came as a frame or as a call of its own. Safe for many threads at once.</summary>
internal sealed class ResolverCalls(
    PartitionTable partitions, ResolverForge forge, ResolverCatalog catalog, CallRate budget, PartitionSettings settings, ILogger<ResolverCalls> logger)
{
    // A registration may bring 50 KiB of code.
    private const int OpsPerCall = 100;

    /// <summary>How often a claim of a user who is connected is to be renewed; null for never.</summary>
    public TimeSpan? RenewEvery => settings.Options.Registrations.RenewAfterMs is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null;

    /// <summary>Takes a request. Requests of one map take effect in the order in which they are given here, and before batches given later.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="principal">Who asks.</param>
    /// <param name="done">Is given the answer once it holds, at once or from the partition's executor, so it must return at once.</param>
    public void Take(ResolverRequest request, Principal principal, Action<ResolverResponse> done)
    {
        try
        {
            if (budget.Take(principal.Subject) is > 0 and var wait)
                throw new SyncException(new SyncError(ErrorCode.RateLimited, $"User {principal.Subject} makes too many resolver calls; wait {wait} ms.", wait));
            Post(request, principal, done);
        }
        catch (SyncException refused)
        {
            done(new ResolverRefused(refused.Error));
        }
    }

    /// <summary>Keeps a claim of a user who is connected from lapsing.</summary>
    public void Renew(string map, string name, string subject)
        => Run(map, (partition, nowMs) =>
        {
            partition.Renew(map, name, subject, nowMs);
            return new ResolverRegistered(0);
        }, _ => { });

    private void Post(ResolverRequest request, Principal principal, Action<ResolverResponse> done)
    {
        switch (request)
        {
            case RegisterResolver register:
                var (definition, made) = forge.Make(register.Definition);
                Run(register.Map, (partition, nowMs) => partition.Register(register with { Definition = definition }, made, principal, nowMs), response =>
                {
                    if (response is ResolverRegistered registered) ResolverLog.Registered(logger, principal.Subject, definition.Name, register.Map, registered.Claims);
                    done(response);
                });
                break;
            case UnregisterResolver unregister:
                Run(unregister.Map, (partition, nowMs) => partition.Unregister(unregister, principal, nowMs), response =>
                {
                    if (response is ResolverUnregistered left) ResolverLog.Unregistered(logger, principal.Subject, unregister.Name, unregister.Map, left.Claims);
                    done(response);
                });
                break;
            case ListResolvers list: _ = ListAsync(list, principal, done); break;
            case DryRunResolver { Fault: { } fault }: done(new DryRunOutcome(fault.Code, fault.Reason)); break;
            case DryRunResolver dryRun:
                IResolver? tried = dryRun.Definition is { } described ? forge.Make(described).Resolver : null;
                Run(dryRun.Map, (partition, nowMs) => partition.DryRun(dryRun, tried, principal, nowMs), done);
                break;
            default: throw new SyncException(ErrorCode.InvalidFrame, $"A resolver request of kind {request.GetType().Name} is not known here.");
        }
    }

    private void Run(string map, Func<Partition, long, ResolverResponse> act, Action<ResolverResponse> done)
    {
        if (!partitions.Of(map).Post(new CallWork<ResolverResponse>(map, act, done, () => NotNow(map), () => NotNow(map)) { Ops = OpsPerCall }))
            throw new SyncException(new SyncError(ErrorCode.Unavailable, "The server is stopping.", 1_000));
    }

    private static ResolverRefused NotNow(string map)
        => new(new SyncError(ErrorCode.Unavailable, $"The server can't store changes of map {map} now; nothing has changed.", 500));

    // Committed state only, so it needs no place in the order of the map's work, and a map need not be loaded to be listed.
    private async Task ListAsync(ListResolvers list, Principal principal, Action<ResolverResponse> done)
    {
        ResolverResponse response;
        try
        {
            response = await catalog.ListAsync(list, principal, CancellationToken.None);
        }
        catch (SyncException refused)
        {
            response = new ResolverRefused(refused.Error);
        }
        catch (Exception failure) when (failure is StoreUnavailableException or StoreCorruptException or StoreFailedException)
        {
            ResolverLog.NotListed(logger, failure);
            response = new ResolverRefused(new SyncError(ErrorCode.Unavailable, "The server's store can't be read now.", 1_000));
        }

        done(response);
    }
}
