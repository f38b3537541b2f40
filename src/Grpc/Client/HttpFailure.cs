using System.Net;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>What failures of HTTP mean for a call.</summary>
internal static class HttpFailure
{
    /// <summary>The status of a response that has none of its own.</summary>
    public static Status OfResponse(HttpResponseMessage response)
    {
        var code = response.StatusCode switch
        {
            HttpStatusCode.BadRequest => StatusCode.Internal,
            HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
            HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
            HttpStatusCode.NotFound => StatusCode.Unimplemented,
            HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable
                or HttpStatusCode.GatewayTimeout => StatusCode.Unavailable,
            _ => StatusCode.Unknown,
        };
        return new Status(code, response.StatusCode == HttpStatusCode.OK
            ? $"The response is not gRPC but '{response.Content.Headers.ContentType}'."
            : $"The server answered with the HTTP status {(int)response.StatusCode}.");
    }

    /// <summary>The status of a call whose exchange broke.</summary>
    public static Status OfException(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException protocol) return OfError(protocol, exception);
        }

        var code = exception is HttpRequestException or IOException or ObjectDisposedException or OperationCanceledException
            ? StatusCode.Unavailable
            : StatusCode.Internal;
        return new Status(code, $"The exchange with the server failed: {exception.Message}", exception);
    }

    private static Status OfError(HttpProtocolException protocol, Exception exception)
    {
        var code = (Http2Error)protocol.ErrorCode switch
        {
            Http2Error.RefusedStream => StatusCode.Unavailable,
            Http2Error.Cancel => StatusCode.Cancelled,
            Http2Error.EnhanceYourCalm => StatusCode.ResourceExhausted,
            Http2Error.InadequateSecurity => StatusCode.PermissionDenied,
            _ => IsOfStream(protocol) ? StatusCode.Internal : StatusCode.Unavailable,
        };
        return new Status(code, $"The call was ended by the HTTP/2 error 0x{protocol.ErrorCode:x}.", exception);
    }

    // An error of the stream means that this call is at fault; one of the connection, that the network or the server has gone: a
    // ping without an answer is such a one, under the number of a protocol error. The framework has one type for both, and only
    // the text tells them apart, also where the texts are trimmed away and their keys are left.
    private static bool IsOfStream(HttpProtocolException protocol)
        => protocol.Message.Contains("stream", StringComparison.OrdinalIgnoreCase);
}
