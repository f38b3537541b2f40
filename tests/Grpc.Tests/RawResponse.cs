namespace TopGun.Grpc.Tests;

/// <summary>A response as it came, where one can see whether the status was in the headers or in the trailers.</summary>
internal sealed record RawResponse(HttpResponseMessage Http, byte[] Body)
{
    public string? Header(string name) => Http.Headers.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    public string? Trailer(string name) => Http.TrailingHeaders.NonValidated.TryGetValues(name, out var values) ? values.ToString() : null;

    public string? Status => Header("grpc-status") ?? Trailer("grpc-status");

    public string? ContentType => Http.Content.Headers.ContentType?.ToString();
}
