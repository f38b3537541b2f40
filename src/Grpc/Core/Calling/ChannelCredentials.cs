namespace Grpc.Core;

/// <summary>Credentials of a channel. Only a name in signatures here: the scheme of the address decides about TLS.</summary>
internal abstract class ChannelCredentials
{
    private protected ChannelCredentials()
    {
    }
}
