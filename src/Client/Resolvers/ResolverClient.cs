using System.Text;
using TopGun.Client.Connection;
using TopGun.Client.Rejections;
using TopGun.Client.Replicas;
using TopGun.Core.Registrations;
using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Client.Resolvers;

/// <summary>The conflict resolvers of the server's maps: rules that look at each write before it takes effect. Safe for many threads at once.</summary>
/// <remarks>
/// Calls wait for a connection, however long that takes; cancel them to give up. A call that the server can't serve yet, or that
/// comes too fast, is made again by itself. What the server refuses is a <see cref="TopGunClientException"/>.
/// </remarks>
public sealed class ResolverClient
{
    private readonly LiveReplica _replica;
    private readonly ServerLink _link;
    private readonly RejectionInbox _inbox;

    internal ResolverClient(LiveReplica replica, ServerLink link, RejectionInbox inbox)
    {
        (_replica, _link, _inbox) = (replica, link, inbox);
        replica.RegistrationLost = intent => ThreadPool.QueueUserWorkItem(_ => RegistrationLost?.Invoke(intent));
    }

    /// <summary>Raised on a thread of the pool when the server refuses to renew a registration after a reconnect: the rule may not be in force any more.</summary>
    /// <remarks>Its map's writes go on. The registration is tried again at the next connection, until it is unregistered.</remarks>
    public event Action<ResolverIntent>? RegistrationLost;

    /// <summary>What this client has registered, and what is known of it.</summary>
    public IReadOnlyList<ResolverIntent> Registrations => _replica.Read(replica => replica.Resolvers.Intents);

    /// <summary>Gives a map a resolver, or joins those who registered the same one; it is in force when this completes.</summary>
    /// <remarks>
    /// For the life of this client the registration is renewed at each connection, before writes to its map are sent. Another one of
    /// the same name takes its place. Cancelling gives the registration up, unless the server has heard of it already.
    /// </remarks>
    /// <param name="map">The map's name.</param>
    /// <param name="resolver">The resolver.</param>
    /// <param name="replace">Whether it takes the place of one of the same name that this client has not registered; needs ADMIN where others claim it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>How many users claim it now.</returns>
    /// <exception cref="TopGunClientException">
    /// <see cref="ClientError.InvalidResolver"/>, for code with line and column; <see cref="ClientError.AlreadyExists"/>;
    /// <see cref="ClientError.Forbidden"/>; <see cref="ClientError.LimitExceeded"/>; <see cref="ClientError.ServerTooOld"/>.
    /// </exception>
    public async Task<int> RegisterAsync(string map, ResolverOptions resolver, bool replace = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(resolver);
        var request = new RegisterResolver(Checked(map), resolver.ToDefinition(), replace);
        return (await AskAsync<ResolverRegistered>(request, cancellationToken).ConfigureAwait(false)).Claims;
    }

    /// <summary>Gives up the claim to a resolver; with the last user's claim it goes. An administrator ends all claims.</summary>
    /// <returns>How many users still claim it; with 0 it is gone.</returns>
    /// <exception cref="TopGunClientException"><see cref="ClientError.NotFound"/>: there is none that this user has registered.</exception>
    public async Task<int> UnregisterAsync(string map, string name, CancellationToken cancellationToken = default)
        => (await AskAsync<ResolverUnregistered>(new UnregisterResolver(Checked(map), name), cancellationToken).ConfigureAwait(false)).Claims;

    /// <summary>Lists resolvers, the server's own too, in the order of map and name.</summary>
    /// <param name="map">The map; null for every map that the user may read.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TopGunClientException"><see cref="ClientError.Forbidden"/>: the user may not read the map.</exception>
    public async Task<IReadOnlyList<ListedResolver>> ListAsync(string? map = null, CancellationToken cancellationToken = default)
    {
        List<ListedResolver> listed = [];
        for (var request = new ListResolvers(map is null ? null : Checked(map)); ;)
        {
            var page = await AskAsync<ResolverList>(request, cancellationToken).ConfigureAwait(false);
            listed.AddRange(page.Resolvers);
            if (page.NextPageToken.Length == 0) return listed;
            request = request with { PageToken = page.NextPageToken };
        }
    }

    /// <summary>Says what would become of a write now, without writing anything.</summary>
    /// <param name="map">The map.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">What would be set; null for a removal.</param>
    /// <param name="tried">A resolver to try beside those in force, in the place of the one with its name; null for those alone.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TopGunClientException"><see cref="ClientError.InvalidResolver"/>; <see cref="ClientError.Forbidden"/>.</exception>
    public Task<DryRunOutcome> DryRunAsync(string map, string key, Value? value, ResolverOptions? tried = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        var write = _replica.Read(replica => replica.Intend(Checked(map), key, value));
        return AskAsync<DryRunOutcome>(new DryRunResolver(map, tried?.ToDefinition(), write), cancellationToken);
    }

    /// <summary>Calls back for each rejection once: for those that wait in the inbox already, oldest first, and then for each new one.</summary>
    /// <remarks>
    /// One at a time, on a thread of the pool. What it is called for stays in the inbox until it is discarded or retried, and so it is
    /// delivered again after a restart of the application.
    /// </remarks>
    /// <param name="callback">Called for each. What it throws ends the subscription; see <see cref="RejectionSubscription.Completion"/>.</param>
    /// <param name="filter">Which; null for what resolvers refuse or fail on, on every map.</param>
    /// <exception cref="ArgumentException">The filter's key pattern can't be one.</exception>
    public RejectionSubscription OnRejection(Action<Rejection> callback, RejectionFilter? filter = null)
    {
        ArgumentNullException.ThrowIfNull(callback);
        return new RejectionSubscription(_inbox, (filter ?? new RejectionFilter()).ToPredicate(), callback);
    }

    private string Checked(string map)
    {
        ArgumentException.ThrowIfNullOrEmpty(map);
        var bytes = Encoding.UTF8.GetByteCount(map);
        var most = _replica.Read(replica => replica.Limits.MaxMapNameBytes);
        return bytes <= most ? map : throw new TopGunClientException(ClientError.LimitExceeded, $"Map name of {bytes:N0} bytes; at most {most:N0} are accepted.");
    }

    private async Task<T> AskAsync<T>(ResolverRequest request, CancellationToken cancellationToken)
        where T : ResolverResponse
    {
        if (!_link.HasServer) throw new InvalidOperationException("The client was opened without a server's address, so there is nobody to ask.");
        cancellationToken.ThrowIfCancellationRequested();
        using var call = _replica.Ask(request);
        _link.Wake();
        await using var cancelling = cancellationToken.Register(call.Dispose).ConfigureAwait(false);
        return await call.Answer.WaitAsync(cancellationToken).ConfigureAwait(false) switch
        {
            T response => response,
            ResolverRefused refused => throw ResolverFailure.Of(refused.Error),
            var other => throw new TopGunClientException(ClientError.ServerFailed, $"The server answered a {typeof(T).Name} with a {other.GetType().Name}."),
        };
    }
}
