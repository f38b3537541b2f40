namespace TopGun.Core.Access;

/// <summary>What a user may do with a map.</summary>
[Flags]
public enum MapAction
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Read and subscribe.</summary>
    Read = 1,

    /// <summary>Write values.</summary>
    Put = 2,

    /// <summary>Remove records.</summary>
    Remove = 4,

    /// <summary>Register conflict resolvers.</summary>
    Resolve = 8,

    /// <summary>Administer the map.</summary>
    Admin = 16,
}
