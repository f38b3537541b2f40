using Grpc.Core;
using Microsoft.Extensions.Logging;
using TopGun.Core.Sync;
using TopGun.Server.Auth;

namespace TopGun.Server.Sessions;

/// <summary>Where calls come in: says who calls, and turns what goes wrong into a status. Safe for many threads at once.</summary>
internal sealed class CallGate(TokenAuthenticator authenticator, ILogger<CallGate> logger)
{
    /// <summary>Answers a call, for whom its bearer token says.</summary>
    /// <exception cref="RpcException">It ends with a status.</exception>
    public async Task<T> RunAsync<T>(ServerCallContext context, Func<Credential, Task<T>> answer)
    {
        context.WriteOptions = ResponseWriting.Plain;
        try
        {
            return await answer(await authenticator.AuthenticateAsync(context.RequestHeaders.GetValue("authorization")));
        }
        catch (SyncException reason)
        {
            throw CallFailure.Of(reason.Error);
        }
        catch (OperationCanceledException) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new RpcException(new Status(StatusCode.Cancelled, "The caller went away."));
        }
        catch (Exception failure) when (failure is not RpcException)
        {
            SessionLog.Failed(logger, "?", failure);
            throw new RpcException(new Status(StatusCode.Internal, "The server failed; its log says why."));
        }
    }
}
