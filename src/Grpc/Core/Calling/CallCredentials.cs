namespace Grpc.Core;

/// <summary>Credentials of one call. Only a name in signatures here: a token travels as metadata.</summary>
internal abstract class CallCredentials
{
    private protected CallCredentials()
    {
    }
}
