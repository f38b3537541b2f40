namespace TopGun.Core.Sync;

/// <summary>Opens the conversation.</summary>
/// <param name="MinVersion">The lowest protocol version that the client speaks.</param>
/// <param name="MaxVersion">The highest protocol version that the client speaks.</param>
/// <param name="NodeId">The replica's node id.</param>
/// <param name="Features">Features beyond the contract's first form.</param>
/// <param name="Client">Name and version of the client library.</param>
public sealed record Hello(int MinVersion, int MaxVersion, string NodeId, IReadOnlyList<string> Features, string Client) : ClientFrame;
