namespace TopGun.Core.Resolvers;

/// <summary>Where a resolver comes from.</summary>
public enum ResolverOrigin : byte
{
    /// <summary>The server's configuration; clients can't replace or remove it.</summary>
    Server,

    /// <summary>A client registered it.</summary>
    Client,
}
