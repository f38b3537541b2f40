using Grpc.Core;
using TopGun.Grpc.Server.Binding;

namespace TopGun.Grpc.Server.Calls;

/// <summary>Many requests and many responses, independent of each other.</summary>
internal sealed class DuplexStreamingCallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method,
    CallEnvironment environment,
    Func<IServiceProvider, ActivatedService<TService>> activate,
    Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
    : CallHandler<TService, TRequest, TResponse>(method, environment, activate)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    /// <inheritdoc/>
    protected override Task InvokeAsync(TService service, ServerCall call)
    {
        var requests = new RequestStream<TRequest>(call, Method.RequestMarshaller);
        var responses = new ResponseStream<TResponse>(call, Method.ResponseMarshaller);
        return invoke(service, requests, responses, call);
    }
}
