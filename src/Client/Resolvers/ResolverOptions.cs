using TopGun.Core.Registrations;

namespace TopGun.Client.Resolvers;

/// <summary>A conflict resolver to register for a map: code, or one that comes with the server.</summary>
public sealed record ResolverOptions
{
    /// <summary>Names it within its map; a refused writer is told it.</summary>
    /// <value>1 to 100 characters.</value>
    public required string Name { get; init; }

    /// <summary>The body of a JavaScript function of <c>context</c>; see <c>docs/RESOLVER-LANGUAGE.md</c>. Either this or <see cref="BuiltIn"/>.</summary>
    /// <value>null by default; 1 byte to 50 KiB of UTF-8.</value>
    public string? Code { get; init; }

    /// <summary>A rule that comes with the server. Either this or <see cref="Code"/>.</summary>
    /// <value>null by default.</value>
    public BuiltInRule? BuiltIn { get; init; }

    /// <summary>Its place among the resolvers of a key; the highest is asked first.</summary>
    /// <value>null by default: 50, or the built-in's own; 0 to 100.</value>
    public int? Priority { get; init; }

    /// <summary>The keys that it is for: <c>*</c> stands for any characters, <c>?</c> for one.</summary>
    /// <value><c>*</c> by default: all keys; 1 to 256 characters.</value>
    public string KeyPattern { get; init; } = "*";

    /// <exception cref="TopGunClientException">Something in it is not right.</exception>
    internal ResolverDefinition ToDefinition()
    {
        if (Code is not null && BuiltIn is not null)
            throw new TopGunClientException(ClientError.InvalidResolver, $"Resolver {Name} has both code and a built-in rule; it needs one.");
        var definition = new ResolverDefinition(Name, Code is { } code ? new ScriptRule(code) : BuiltIn, Priority, KeyPattern);
        return DefinitionRules.FaultIn(definition) is { } fault ? throw ResolverFailure.Of(fault) : definition;
    }
}
