namespace Grpc.Core;

/// <summary>What the four kinds of call have in common: a beginning, an end and a way to give up.</summary>
internal interface IClientCall : IDisposable
{
    /// <summary>The metadata before the first response. Fails as the call does, if it fails before.</summary>
    Task<Metadata> ResponseHeadersAsync { get; }

    /// <summary>How the call ended.</summary>
    /// <exception cref="InvalidOperationException">It has not ended.</exception>
    Status GetStatus();

    /// <summary>The metadata after the last response.</summary>
    /// <exception cref="InvalidOperationException">The call has not ended.</exception>
    Metadata GetTrailers();
}
