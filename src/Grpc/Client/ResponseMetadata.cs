using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Headers and trailers of a response as metadata and status.</summary>
internal static class ResponseMetadata
{
    /// <summary>The metadata among headers or trailers.</summary>
    /// <exception cref="FormatException">A binary value is not base64.</exception>
    public static Metadata Read(HttpResponseHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values) metadata.AddHeader(name, value);
        }

        return metadata;
    }

    /// <summary>The status among headers or trailers; null when there is none.</summary>
    public static Status? StatusOf(HttpResponseHeaders headers)
        => headers.NonValidated.TryGetValues(GrpcHeader.Status, out var codes)
            ? StatusOf(codes.ToString(), headers.NonValidated.TryGetValues(GrpcHeader.Message, out var messages) ? messages.ToString() : "")
            : null;

    /// <summary>The metadata among the trailers of a body.</summary>
    /// <exception cref="FormatException">A binary value is not base64.</exception>
    public static Metadata Read(IReadOnlyList<KeyValuePair<string, string>> lines)
    {
        var metadata = new Metadata();
        foreach (var (name, value) in lines) metadata.AddHeader(name, value);
        return metadata;
    }

    /// <summary>The status among the trailers of a body; null when there is none.</summary>
    public static Status? StatusOf(IReadOnlyList<KeyValuePair<string, string>> lines)
        => Find(lines, GrpcHeader.Status) is { } code ? StatusOf(code, Find(lines, GrpcHeader.Message) ?? "") : null;

    /// <summary>How the messages lie in the body; null when there are none in it.</summary>
    public static WireForm? FormOf(HttpResponseMessage response)
        => MediaType.FormOf(
            response.Content.Headers.NonValidated.TryGetValues(GrpcHeader.ContentType, out var values) ? values.ToString() : null);

    private static Status StatusOf(string codes, string message)
        => int.TryParse(codes, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new Status(Enum.IsDefined((StatusCode)code) ? (StatusCode)code : StatusCode.Unknown, StatusMessage.Decode(message))
            : new Status(StatusCode.Unknown, $"The response has the status '{codes}', which is not a number.");

    private static string? Find(IReadOnlyList<KeyValuePair<string, string>> lines, string name)
    {
        string? found = null;
        foreach (var (key, value) in lines)
        {
            // One status is all that a call can have; two are as wrong as no number.
            if (string.Equals(key, name, StringComparison.OrdinalIgnoreCase)) found = found is null ? value : $"{found}, {value}";
        }

        return found;
    }
}
