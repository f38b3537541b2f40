using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace TopGun.Grpc.Server.Web;

/// <summary>The origins whose pages may call from elsewhere (CORS). Calls carry tokens and no cookies, so no page calls as another.</summary>
internal sealed class WebOrigins
{
    /// <summary>As the only entry: every page.</summary>
    public const string Any = "*";

    // Browsers cap it at two hours.
    private const string PreflightSeconds = "7200";

    private readonly bool _any;
    private readonly HashSet<string> _origins = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes the list.</summary>
    /// <exception cref="InvalidOperationException">An entry is no origin.</exception>
    public WebOrigins(IEnumerable<string> origins)
    {
        foreach (var origin in origins)
        {
            if (WhyNot(origin) is { } mistake) throw new InvalidOperationException(mistake);
            if (origin == Any) _any = true;
            else _origins.Add(origin);
        }
    }

    /// <summary>What is wrong with an entry; null when nothing is.</summary>
    public static string? WhyNot(string origin)
        => origin == Any || (Uri.TryCreate(origin, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            && string.Equals(uri.GetLeftPart(UriPartial.Authority), origin, StringComparison.OrdinalIgnoreCase))
            ? null
            : $"The web origin '{origin}' is none: write scheme, host and, unless it is the scheme's own, port, such as https://app.example.com or http://localhost:5173, without a slash at the end; or * for every page.";

    /// <summary>Whether a browser asks if it may send a call.</summary>
    public static bool IsPreflight(HttpRequest request)
        => HttpMethods.IsOptions(request.Method) && request.Headers.Origin.Count > 0 && request.Headers.AccessControlRequestMethod.Count > 0;

    /// <summary>Whether it asks so for a call of gRPC-Web, as far as one can know before the call.</summary>
    public static bool IsPreflightOfCall(HttpRequest request)
        => IsPreflight(request) && request.Headers.AccessControlRequestHeaders.ToString().Contains("x-grpc-web", StringComparison.OrdinalIgnoreCase);

    /// <summary>Tells the browser whether it may send the call.</summary>
    public void AnswerPreflight(HttpContext http)
    {
        if (!Admit(http))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        var headers = http.Response.Headers;
        headers.AccessControlAllowMethods = HttpMethods.Post;

        // Which metadata a call has is the application's affair.
        headers.AccessControlAllowHeaders = http.Request.Headers.AccessControlRequestHeaders;
        headers.AccessControlMaxAge = PreflightSeconds;
        http.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Lets a page of an admitted origin read the answer.</summary>
    /// <returns>Whether the request comes from such a page. A page of the server's own origin needs no admission.</returns>
    public bool Admit(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        if (origin.Length == 0 || (_origins.Count == 0 && !_any)) return false;
        http.Response.Headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        if (!_any && !_origins.Contains(origin)) return false;
        http.Response.Headers.AccessControlAllowOrigin = _any ? Any : origin;
        http.Response.Headers.AccessControlExposeHeaders = "*";
        return true;
    }
}
