namespace TopGun.Grpc.Wire;

/// <summary>The content types of calls.</summary>
internal static class MediaType
{
    private static readonly (string Name, WireForm Form)[] Known =
    [
        ("application/grpc", WireForm.Grpc), ("application/grpc-web", WireForm.Web), ("application/grpc-web-text", WireForm.WebText),
    ];

    /// <summary>The form of a body with this content type; null when it holds no gRPC messages in Protobuf.</summary>
    public static WireForm? FormOf(string? contentType)
    {
        var mediaType = contentType.AsSpan();
        if (mediaType.IndexOf(';') is >= 0 and var end) mediaType = mediaType[..end];
        mediaType = mediaType.Trim();
        if (mediaType.EndsWith("+proto", StringComparison.OrdinalIgnoreCase)) mediaType = mediaType[..^"+proto".Length];
        foreach (var (name, form) in Known)
        {
            if (mediaType.Equals(name, StringComparison.OrdinalIgnoreCase)) return form;
        }

        return null;
    }

    /// <summary>The content type of a form.</summary>
    public static string Of(WireForm form) => form switch
    {
        WireForm.Grpc => "application/grpc",
        WireForm.Web => "application/grpc-web+proto",
        _ => "application/grpc-web-text+proto",
    };
}
