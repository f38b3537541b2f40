using Grpc.Core;
using TopGun.Grpc.Server.Binding;

namespace TopGun.Grpc.Server.Calls;

/// <summary>One request, many responses.</summary>
internal sealed class ServerStreamingCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallEnvironment environment,
    Func<IServiceProvider, ActivatedService<TService>> activate,
    Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
    : CallHandler<TService, TRequest, TResponse>(method, environment, activate)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    /// <inheritdoc/>
    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller);
        await invoke(service, request, new ResponseStream<TResponse>(call, Method.ResponseMarshaller), call);
    }
}
