namespace TopGun.Server.Resolvers;

/// <summary>For how long registered resolvers live.</summary>
public enum RegistrationLifetime
{
    /// <summary>They are stored with their map, and are in force again before the first write after a restart is judged.</summary>
    Stored,

    /// <summary>They live in the memory of the process: after a restart a map has none until a client registers them again.</summary>
    Memory,
}
