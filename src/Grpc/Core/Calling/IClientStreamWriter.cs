namespace Grpc.Core;

/// <summary>The requests of a call.</summary>
internal interface IClientStreamWriter<in T> : IAsyncStreamWriter<T>
{
    /// <summary>Ends the requests; responses may still come.</summary>
    Task CompleteAsync();
}
