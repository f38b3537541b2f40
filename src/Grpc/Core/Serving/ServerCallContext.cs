namespace Grpc.Core;

/// <summary>A call as its handler sees it.</summary>
internal abstract class ServerCallContext
{
    /// <summary>The host and port that the client asked for.</summary>
    public string Host => HostCore;

    /// <summary>The path of the call: <c>/service/method</c>.</summary>
    public string Method => MethodCore;

    /// <summary>The address of the client, such as <c>ipv4:127.0.0.1:40000</c>.</summary>
    public string Peer => PeerCore;

    /// <summary>When the client stops waiting, in UTC; <see cref="DateTime.MaxValue"/> when it set no deadline.</summary>
    public DateTime Deadline => DeadlineCore;

    /// <summary>The metadata of the client.</summary>
    public Metadata RequestHeaders => RequestHeadersCore;

    /// <summary>Cancelled when the client has gone, has cancelled, or its deadline has passed.</summary>
    public CancellationToken CancellationToken => CancellationTokenCore;

    /// <summary>Metadata to send after the last response.</summary>
    public Metadata ResponseTrailers => ResponseTrailersCore;

    /// <summary>The status of a call whose handler returns; an exception has its own.</summary>
    public Status Status
    {
        get => StatusCore;
        set => StatusCore = value;
    }

    /// <summary>How responses are sent; null for no wishes.</summary>
    public WriteOptions? WriteOptions
    {
        get => WriteOptionsCore;
        set => WriteOptionsCore = value;
    }

    /// <summary>What the transport knows of the client's identity.</summary>
    public AuthContext AuthContext => AuthContextCore;

    /// <summary>A place for what belongs to this call.</summary>
    public IDictionary<object, object> UserState => UserStateCore;

    /// <inheritdoc cref="Host"/>
    protected abstract string HostCore { get; }

    /// <inheritdoc cref="Method"/>
    protected abstract string MethodCore { get; }

    /// <inheritdoc cref="Peer"/>
    protected abstract string PeerCore { get; }

    /// <inheritdoc cref="Deadline"/>
    protected abstract DateTime DeadlineCore { get; }

    /// <inheritdoc cref="RequestHeaders"/>
    protected abstract Metadata RequestHeadersCore { get; }

    /// <inheritdoc cref="CancellationToken"/>
    protected abstract CancellationToken CancellationTokenCore { get; }

    /// <inheritdoc cref="ResponseTrailers"/>
    protected abstract Metadata ResponseTrailersCore { get; }

    /// <inheritdoc cref="Status"/>
    protected abstract Status StatusCore { get; set; }

    /// <inheritdoc cref="WriteOptions"/>
    protected abstract WriteOptions? WriteOptionsCore { get; set; }

    /// <inheritdoc cref="AuthContext"/>
    protected abstract AuthContext AuthContextCore { get; }

    /// <inheritdoc cref="UserState"/>
    protected virtual IDictionary<object, object> UserStateCore => throw new NotSupportedException();

    /// <summary>Sends metadata before the first response, at once.</summary>
    /// <exception cref="InvalidOperationException">They have been sent, by an earlier call or with a response.</exception>
    public Task WriteResponseHeadersAsync(Metadata responseHeaders) => WriteResponseHeadersAsyncCore(responseHeaders);

    /// <summary>Makes a token that carries deadline and cancellation on to another call.</summary>
    public ContextPropagationToken CreatePropagationToken(ContextPropagationOptions? options = null) => CreatePropagationTokenCore(options);

    /// <inheritdoc cref="WriteResponseHeadersAsync"/>
    protected abstract Task WriteResponseHeadersAsyncCore(Metadata responseHeaders);

    /// <inheritdoc cref="CreatePropagationToken"/>
    protected abstract ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options);
}
