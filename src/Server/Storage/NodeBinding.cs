namespace TopGun.Server.Storage;

/// <summary>To whom a node id is bound.</summary>
/// <param name="NodeId">The node id.</param>
/// <param name="Subject">The user.</param>
internal readonly record struct NodeBinding(string NodeId, string Subject);
