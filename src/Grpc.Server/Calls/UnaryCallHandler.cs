using Grpc.Core;
using TopGun.Grpc.Server.Binding;

namespace TopGun.Grpc.Server.Calls;

/// <summary>One request, one response.</summary>
internal sealed class UnaryCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallEnvironment environment,
    Func<IServiceProvider, ActivatedService<TService>> activate,
    Func<TService, TRequest, ServerCallContext, Task<TResponse>> invoke)
    : CallHandler<TService, TRequest, TResponse>(method, environment, activate)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    /// <inheritdoc/>
    protected override async Task InvokeAsync(TService service, ServerCall call)
    {
        var request = await call.ReadSingleAsync(Method.RequestMarshaller);
        call.WriteSingle(await invoke(service, request, call), Method.ResponseMarshaller);
    }
}
