namespace TopGun.Server.Tests.Storage;

/// <summary>What a store is asked to do.</summary>
public enum StoreStep
{
    /// <summary>To make an epoch the owner.</summary>
    Take,

    /// <summary>To load a map.</summary>
    Load,

    /// <summary>To make a commit durable.</summary>
    Commit,

    /// <summary>To look up keyed writes.</summary>
    Find,

    /// <summary>To bind a node id.</summary>
    Bind,
}
