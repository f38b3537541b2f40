using TopGun.Core.Registrations;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Scripting;

namespace TopGun.Server.Resolvers.Registering;

/// <summary>Makes resolvers of what clients register. Safe for many threads at once.</summary>
/// <remarks>Compiling takes milliseconds for the longest code, so it is done where the call arrives and not in a partition, which others wait for.</remarks>
internal sealed class ResolverForge(IScriptEngine engine, ScriptLimits limits, TimeProvider clock)
{
    private readonly ScriptCache _scripts = new(engine);

    /// <summary>Makes a resolver.</summary>
    /// <param name="definition">The definition.</param>
    /// <returns>The resolver, and the definition with what was left open filled in.</returns>
    /// <exception cref="SyncException">The definition is not right (INVALID_RESOLVER).</exception>
    public (ResolverDefinition Definition, IResolver Resolver) Make(ResolverDefinition definition)
    {
        if (DefinitionRules.FaultIn(definition) is { } fault) throw new SyncException(fault);
        IResolver resolver = definition.Rule is BuiltInRule rule ? MakeBuiltIn(definition, rule) : MakeScript(definition, ((ScriptRule)definition.Rule!).Code);
        return (definition with { Priority = resolver.Priority }, resolver);
    }

    private ScriptResolver MakeScript(ResolverDefinition definition, string code)
    {
        try
        {
            var priority = definition.Priority ?? ResolverDefinition.DefaultPriority;
            return new ScriptResolver(definition.Name, priority, new KeyPattern(definition.KeyPattern), ResolverOrigin.Client, _scripts.Compile(code), limits, clock);
        }
        catch (ScriptSyntaxException mistake)
        {
            throw new SyncException(new SyncError(
                ErrorCode.InvalidResolver,
                $"Resolver {definition.Name}, line {mistake.Line}, column {mistake.Column}: {mistake.Message}",
                Metadata: new Dictionary<string, string> { ["line"] = $"{mistake.Line}", ["column"] = $"{mistake.Column}" }));
        }
    }

    private static ClientBuiltIn MakeBuiltIn(ResolverDefinition definition, BuiltInRule rule)
    {
        var options = new BuiltInOptions
        {
            Name = definition.Name,
            Priority = definition.Priority,
            KeyPattern = definition.KeyPattern,
            Fields = rule.Fields,
            Reason = rule.Reason,
        };
        return BuiltInResolvers.OfKind(rule.Kind, options, rule.MayBeRemoved) is { } resolver
            ? new ClientBuiltIn(resolver)
            : throw new SyncException(ErrorCode.InvalidResolver, $"Resolver {definition.Name} is the built-in {Shown(rule.Kind)}; {string.Join(", ", BuiltInResolvers.Kinds)} are known.");
    }

    private static string Shown(string kind) => kind.Length <= 100 ? $"'{kind}'" : $"with a kind of {kind.Length} characters";
}
