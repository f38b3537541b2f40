namespace Grpc.Core;

/// <summary>A way to a server, shared by all calls to it.</summary>
internal abstract class ChannelBase(string target)
{
    /// <summary>The host and port of the server.</summary>
    public string Target { get; } = target ?? throw new ArgumentNullException(nameof(target));

    /// <summary>Makes the thing that clients make calls with.</summary>
    public abstract CallInvoker CreateCallInvoker();

    /// <summary>Ends all calls and closes the connections.</summary>
    public Task ShutdownAsync() => ShutdownAsyncCore();

    /// <inheritdoc cref="ShutdownAsync"/>
    protected virtual Task ShutdownAsyncCore() => Task.CompletedTask;
}
