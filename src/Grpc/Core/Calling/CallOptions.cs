namespace Grpc.Core;

/// <summary>What the caller wishes for one call. Immutable; each <c>With</c> makes a changed copy.</summary>
internal struct CallOptions(
    Metadata? headers = null,
    DateTime? deadline = null,
    CancellationToken cancellationToken = default,
    WriteOptions? writeOptions = null,
    ContextPropagationToken? propagationToken = null,
    CallCredentials? credentials = null)
{
    /// <summary>Metadata for the server; null for none.</summary>
    public Metadata? Headers { readonly get; private set; } = headers;

    /// <summary>When to stop waiting, in UTC; null for never.</summary>
    public DateTime? Deadline { readonly get; private set; } = deadline;

    /// <summary>Gives the call up.</summary>
    public CancellationToken CancellationToken { readonly get; private set; } = cancellationToken;

    /// <summary>How requests are sent at first; null for no wishes.</summary>
    public WriteOptions? WriteOptions { readonly get; private set; } = writeOptions;

    /// <summary>Another call to take deadline and cancellation from.</summary>
    public ContextPropagationToken? PropagationToken { get; } = propagationToken;

    /// <summary>Credentials of this call.</summary>
    public CallCredentials? Credentials { readonly get; private set; } = credentials;

    /// <summary>Whether the call waits for a connection instead of failing. Ignored: reconnecting is the caller's.</summary>
    public bool IsWaitForReady { readonly get; private set; }

    /// <summary>With other metadata.</summary>
    public readonly CallOptions WithHeaders(Metadata headers) => this with { Headers = headers };

    /// <summary>With another deadline.</summary>
    public readonly CallOptions WithDeadline(DateTime deadline) => this with { Deadline = deadline };

    /// <summary>With another token.</summary>
    public readonly CallOptions WithCancellationToken(CancellationToken cancellationToken)
        => this with { CancellationToken = cancellationToken };

    /// <summary>With other wishes for the sending.</summary>
    public readonly CallOptions WithWriteOptions(WriteOptions writeOptions) => this with { WriteOptions = writeOptions };

    /// <summary>With other credentials.</summary>
    public readonly CallOptions WithCredentials(CallCredentials credentials) => this with { Credentials = credentials };

    /// <summary>With another answer to <see cref="IsWaitForReady"/>.</summary>
    public readonly CallOptions WithWaitForReady(bool waitForReady = true) => this with { IsWaitForReady = waitForReady };
}
