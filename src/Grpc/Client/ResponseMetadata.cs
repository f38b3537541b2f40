using System.Globalization;
using System.Net.Http.Headers;
using Grpc.Core;
using TopGun.Grpc.Wire;

namespace Grpc.Net.Client;

/// <summary>Headers and trailers of a response as metadata and status.</summary>
internal static class ResponseMetadata
{
    /// <summary>The metadata among the headers.</summary>
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

    /// <summary>The status among the headers; null when there is none.</summary>
    public static Status? StatusOf(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcHeader.Status, out var codes)) return null;
        var hasMessage = headers.NonValidated.TryGetValues(GrpcHeader.Message, out var messages);
        var message = hasMessage ? StatusMessage.Decode(messages.ToString()) : "";
        return int.TryParse(codes.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new Status(Enum.IsDefined((StatusCode)code) ? (StatusCode)code : StatusCode.Unknown, message)
            : new Status(StatusCode.Unknown, $"The response has the status '{codes}', which is not a number.");
    }
}
