using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Server.Web;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Server.Calls;

/// <summary>The door of every call: looks at the exchange and finds out how the call travels, by the content type alone.</summary>
internal static class CallEntry
{
    /// <summary>Finds out how the call travels.</summary>
    /// <param name="http">The exchange.</param>
    /// <param name="origins">The pages that may call from elsewhere.</param>
    /// <returns>null when it is no call that we can take; the exchange has its answer then.</returns>
    public static CallWire? Open(HttpContext http, WebOrigins origins)
    {
        if (WebOrigins.IsPreflight(http.Request))
        {
            origins.AnswerPreflight(http);
            return null;
        }

        // Before anything can go wrong: a page may read an error only if it may read the answer.
        origins.Admit(http);
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            http.Response.Headers.Allow = HttpMethods.Post;
            return null;
        }

        switch (MediaType.FormOf(http.Request.ContentType))
        {
            case WireForm.Grpc when HttpProtocol.IsHttp11(http.Request.Protocol) || HttpProtocol.IsHttp10(http.Request.Protocol):
                // It has no trailers that clients could read.
                http.Response.StatusCode = StatusCodes.Status426UpgradeRequired;
                http.Response.Headers.Upgrade = "HTTP/2.0";
                return null;
            case WireForm.Grpc:
                return new TrailersWire(http);
            case WireForm.Web:
                return new WebWire(http);
            case WireForm.WebText:
                return new WebTextWire(http);
            default:
                http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return null;
        }
    }
}
