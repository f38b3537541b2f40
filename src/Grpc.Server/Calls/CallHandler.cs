using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Server.Binding;

namespace TopGun.Grpc.Server.Calls;

/// <summary>Answers the calls of one method; the four kinds differ in what they read and write around the service's method.</summary>
internal abstract class CallHandler<TService, TRequest, TResponse>(
    Method<TRequest, TResponse> method, CallEnvironment environment, Func<IServiceProvider, ActivatedService<TService>> activate)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private Func<ServerCall, Task>? _answer;

    /// <summary>The method.</summary>
    protected Method<TRequest, TResponse> Method => method;

    /// <summary>Takes an HTTP exchange from its headers to its end.</summary>
    public Task HandleAsync(HttpContext http)
        => CallEntry.Open(http, environment.Origins) is { } wire
            ? new ServerCall(wire, method.FullName, environment).RunAsync(_answer ??= AnswerAsync)
            : Task.CompletedTask;

    /// <summary>Reads the request or makes its stream, calls the service, and writes the response.</summary>
    protected abstract Task InvokeAsync(TService service, ServerCall call);

    private async Task AnswerAsync(ServerCall call)
    {
        await using var service = activate(call.Http.RequestServices);
        await InvokeAsync(service.Instance, call);
    }
}
