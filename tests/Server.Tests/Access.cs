using System.Collections.Frozen;
using TopGun.Core.Access;
using TopGun.Core.Values;

namespace TopGun.Server.Tests;

/// <summary>Rules for tests: everything but what a test takes away.</summary>
internal sealed class Access : IMapAccess
{
    private readonly HashSet<(string Map, MapAction Action)> _denied = [];

    public static Principal Alice { get; } = User("alice");

    public static Principal User(string subject) => new(subject, FrozenSet<string>.Empty, ObjectValue.Empty);

    public Access Deny(string map, params MapAction[] actions)
    {
        foreach (var action in actions) _denied.Add((map, action));
        return this;
    }

    public bool Allows(Principal principal, string map, MapAction action) => !_denied.Contains((map, action));
}
