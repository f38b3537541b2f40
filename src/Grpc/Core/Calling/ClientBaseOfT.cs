namespace Grpc.Core;

/// <summary>A generated client that can make another of its kind.</summary>
internal abstract class ClientBase<T> : ClientBase
    where T : ClientBase<T>
{
    /// <summary>For tests that replace every method.</summary>
    protected ClientBase()
    {
    }

    /// <summary>Makes a client of a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : base(channel)
    {
    }

    /// <summary>Makes a client of a call invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : base(callInvoker)
    {
    }

    /// <summary>Makes a client like another.</summary>
    protected ClientBase(ClientBaseConfiguration configuration)
        : base(configuration)
    {
    }

    /// <summary>Generated code makes its own client here.</summary>
    protected abstract T NewInstance(ClientBaseConfiguration configuration);
}
