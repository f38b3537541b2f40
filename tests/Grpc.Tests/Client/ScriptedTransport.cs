namespace TopGun.Grpc.Tests.Client;

/// <summary>A transport that answers as the test says, without any network.</summary>
internal sealed class ScriptedTransport(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        => answer(request, cancellationToken);
}
