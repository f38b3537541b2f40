using System.Net.Http;
using System.Net.Sockets;
using System.Security.Authentication;
using Grpc.Core;

namespace TopGun.Client.Connection;

/// <summary>What the status of a call means for the connection, said so that a person can mend it.</summary>
internal static class GrpcFailure
{
    /// <summary>The failure that a status describes.</summary>
    /// <param name="error">The status.</param>
    /// <param name="address">The server's address, as the application wrote it.</param>
    /// <param name="hasAnswered">Whether a TopGun server has said anything on this call.</param>
    public static StreamFailure Of(RpcException error, string address, bool hasAnswered)
    {
        var detail = error.Status.Detail;
        if (ServerCode(error) == SessionUnknown) return new StreamFailure(ConnectionReasonCode.Unreachable, $"{address} has forgotten the session: {detail}", inner: error);
        var (code, message) = error.StatusCode switch
        {
            StatusCode.Unauthenticated => (ConnectionReasonCode.TokenRefused, $"{address} refused the token: {Or(detail, "it is missing, forged or expired")}"),
            StatusCode.PermissionDenied => (ConnectionReasonCode.TokenRefused, $"{address} refused this user: {Or(detail, "no permission")}"),
            StatusCode.Unimplemented => (ConnectionReasonCode.NotTopGun, $"What answers at {address} does not know the sync service ({detail}); check host and port."),
            _ => OfException(error.Status.DebugException, address, hasAnswered) ?? Unclear(error.StatusCode, detail, address),
        };
        var isPlaceWrong = code == ConnectionReasonCode.NotTopGun || IsTls(error.Status.DebugException);
        return new StreamFailure(code, message, inner: error) 
        {
            DoubtsAddress = !hasAnswered && isPlaceWrong,
            MayBeWay = !hasAnswered && code != ConnectionReasonCode.TokenRefused && ServerCode(error) is null && !IsBelowHttp(error.Status.DebugException),
        };
    }

    /// <summary>The code that a TopGun server gave to the end of a call; null when something else has ended it.</summary>
    public static string? ServerCode(RpcException error) => error.Trailers.GetValue("topgun-error");

    // No way of talking helps where nobody is reached, or nobody who can be trusted.
    private static bool IsBelowHttp(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is SocketException { SocketErrorCode: not (SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown) }
                or AuthenticationException
                or HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError or HttpRequestError.NameResolutionError }) return true;
        }

        return false;
    }

    private static bool IsTls(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is AuthenticationException or HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }) return true;
        }

        return false;
    }

    private static (ConnectionReasonCode Code, string Message)? OfException(Exception? exception, string address, bool hasAnswered)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain }:
                    return (ConnectionReasonCode.Unreachable, $"The host of {address} has no address: check its name, and whether the device is online.");
                case SocketException { SocketErrorCode: SocketError.ConnectionRefused }:
                    return (ConnectionReasonCode.Unreachable, $"Nothing listens at {address}: check host and port, and whether the server runs.");
                case AuthenticationException:
                    return (ConnectionReasonCode.Unreachable, $"TLS with {address} failed: {e.Message}");
                case HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError }:
                    return (ConnectionReasonCode.Unreachable, $"The proxy of this device makes no tunnel to {address}: {e.Message}");
                case HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError }:
                    return (ConnectionReasonCode.Unreachable,
                        $"TLS with {address} failed: {(e.InnerException ?? e).Message.TrimEnd('.')}. Is it https:// there, with a certificate that this device trusts?");
                case HttpRequestException { HttpRequestError: HttpRequestError.VersionNegotiationError or HttpRequestError.InvalidResponse }:
                case HttpProtocolException { ErrorCode: Http11Required }:
                // How a connection fails whose other end answers the first bytes of HTTP/2 with an error of HTTP/1.1 depends on
                // what SocketsHttpHandler notices first: often it is that its own request was called off, or that the answer, such as
                // that of a proxy which wants TLS, is no frame.
                case HttpProtocolException { ErrorCode: ProtocolError or FrameSizeError } when !hasAnswered:
                case HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } when !hasAnswered:
                case OperationCanceledException when !hasAnswered:
                    return (ConnectionReasonCode.NotTopGun, $"{address} does not speak HTTP/2: check the port, and whether a proxy in between passes gRPC.");
            }
        }

        return null;
    }

    private static (ConnectionReasonCode Code, string Message) Unclear(StatusCode status, string detail, string address) => status switch
    {
        StatusCode.Unavailable => (ConnectionReasonCode.Unreachable, $"The connection to {address} broke: {detail}"),
        StatusCode.ResourceExhausted => (ConnectionReasonCode.Unavailable, $"{address} has no room for this call: {detail}"),
        StatusCode.Unknown => (ConnectionReasonCode.NotTopGun, $"{address} did not answer as a TopGun server does: {detail}"),
        StatusCode.Internal => (ConnectionReasonCode.NotTopGun, $"The exchange with {address} failed: {detail} Is it a TopGun server's port for HTTP/2?"),
        _ => (ConnectionReasonCode.Unavailable, $"{address} ended the call with {status}: {detail}"),
    };

    private static string Or(string detail, string otherwise) => detail.Length > 0 ? detail : otherwise + ".";

    // RFC 9113, section 7.
    private const long ProtocolError = 0x1;

    private const long FrameSizeError = 0x6;

    private const long Http11Required = 0xd;

    private const string SessionUnknown = "ERROR_CODE_SESSION_UNKNOWN";
}
