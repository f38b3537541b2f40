using Grpc.Core;
using TopGun.Grpc.Server.Binding;

namespace TopGun.Grpc.Server.Calls;

/// <summary>Many requests, one response.</summary>
internal sealed class ClientStreamingCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallEnvironment environment,
    Func<IServiceProvider, ActivatedService<TService>> activate,
    Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>> invoke)
    : CallHandler<TService, TRequest, TResponse>(method, environment, activate)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    /// <inheritdoc/>
    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var requests = new RequestStream<TRequest>(call, Method.RequestMarshaller);
        call.WriteSingle(await invoke(service, requests, call), Method.ResponseMarshaller);
    }
}
