using System.Diagnostics.CodeAnalysis;
using Grpc.Core;
using TopGun.Grpc.Server.Calls;

namespace TopGun.Grpc.Server.Binding;

/// <summary>Collects the methods of a service class and makes a call handler of each.</summary>
/// <remarks>
/// The handler is a delegate of the class's own method without an instance: each call has an instance of its own, and an
/// override is found as in any virtual call. All types are known where the delegate is made, so nothing is generated at run time.
/// </remarks>
internal sealed class MethodBinder<[DynamicallyAccessedMembers(ServiceMethods.Members)] TService>(CallEnvironment environment)
    : ServiceBinderBase
    where TService : class
{
    private readonly List<BoundMethod> _methods = [];
    private readonly ServiceActivator<TService> _activator = new();

    /// <summary>What was collected.</summary>
    public IReadOnlyList<BoundMethod> Methods => _methods;

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>(
            method, typeof(TRequest), typeof(ServerCallContext));
        Add(method, new UnaryCallHandler<TService, TRequest, TResponse>(method, environment, _activator.Activate, invoke));
    }

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        Add(method, new ClientStreamingCallHandler<TService, TRequest, TResponse>(method, environment, _activator.Activate, invoke));
    }

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Add(method, new ServerStreamingCallHandler<TService, TRequest, TResponse>(method, environment, _activator.Activate, invoke));
    }

    /// <inheritdoc/>
    public override void AddMethod<TRequest, TResponse>(
        Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var invoke = Find<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>(
            method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        Add(method, new DuplexStreamingCallHandler<TService, TRequest, TResponse>(method, environment, _activator.Activate, invoke));
    }

    private void Add<TRequest, TResponse>(IMethod method, CallHandler<TService, TRequest, TResponse> handler)
        where TRequest : class
        where TResponse : class
        => _methods.Add(new(method, typeof(TService), handler.HandleAsync));

    private static TDelegate Find<TDelegate>(IMethod method, params Type[] parameters)
        where TDelegate : Delegate
    {
        var found = typeof(TService).GetMethod(method.Name, parameters)
            ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {method.Name} as its generated base has.");
        return found.CreateDelegate<TDelegate>();
    }
}
