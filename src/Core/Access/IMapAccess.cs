namespace TopGun.Core.Access;

/// <summary>The rules of who may do what. Safe for many threads at once; an answer takes no I/O.</summary>
public interface IMapAccess
{
    /// <summary>Whether a user may do something with a map. What no rule allows is denied.</summary>
    bool Allows(Principal principal, string map, MapAction action);
}
