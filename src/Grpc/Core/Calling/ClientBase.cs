namespace Grpc.Core;

/// <summary>What generated clients have in common.</summary>
internal abstract class ClientBase
{
    /// <summary>For tests that replace every method.</summary>
    protected ClientBase()
        : this(new ClientBaseConfiguration(new NoCallInvoker()))
    {
    }

    /// <summary>Makes a client of a channel.</summary>
    protected ClientBase(ChannelBase channel)
        : this(channel.CreateCallInvoker())
    {
    }

    /// <summary>Makes a client of a call invoker.</summary>
    protected ClientBase(CallInvoker callInvoker)
        : this(new ClientBaseConfiguration(callInvoker))
    {
    }

    /// <summary>Makes a client like another.</summary>
    protected ClientBase(ClientBaseConfiguration configuration) => Configuration = configuration;

    /// <summary>What calls are made with.</summary>
    protected CallInvoker CallInvoker => Configuration.Invoker;

    internal ClientBaseConfiguration Configuration { get; }

    /// <summary>What a client is made from. Nested, because generated code knows it by its simple name.</summary>
    protected internal sealed class ClientBaseConfiguration
    {
        internal ClientBaseConfiguration(CallInvoker invoker) => Invoker = invoker;

        internal CallInvoker Invoker { get; }
    }
}
