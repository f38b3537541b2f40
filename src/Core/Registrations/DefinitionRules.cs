using System.Text;
using TopGun.Core.Resolvers;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Registrations;

/// <summary>What a definition must keep to, beyond its code. A client asks at the call, the server when the call arrives: the same answer.</summary>
public static class DefinitionRules
{
    /// <summary>What is wrong with a definition, or null.</summary>
    public static SyncError? FaultIn(ResolverDefinition definition)
    {
        if (string.IsNullOrWhiteSpace(definition.Name) || definition.Name.Length > ResolverChain.MaxNameLength || !IsUnicode(definition.Name))
            return Invalid($"Resolver name of {definition.Name?.Length ?? 0} characters; 1 to {ResolverChain.MaxNameLength} of Unicode are accepted, not all of them blank.");
        if (ControlIn(definition.Name) is >= 0 and var at)
            return Invalid($"Resolver name with the control character U+{(int)definition.Name[at]:X4} at place {at}; it stands in logs and on screens, so none is accepted.");
        if (definition.Priority is < 0 or > ResolverChain.MaxPriority)
            return Invalid($"Resolver {definition.Name} has priority {definition.Priority}; 0 to {ResolverChain.MaxPriority} are accepted.");
        if (!KeyPattern.IsValid(definition.KeyPattern) || !IsUnicode(definition.KeyPattern))
            return Invalid($"Resolver {definition.Name} has a key pattern of {definition.KeyPattern?.Length ?? 0} characters; 1 to {KeyPattern.MaxLength} of Unicode are accepted.");
        return definition.Rule switch
        {
            ScriptRule script => FaultIn(definition.Name, script),
            BuiltInRule rule => FaultIn(definition.Name, rule),
            _ => Invalid($"Resolver {definition.Name} has neither code nor a built-in rule; it needs one."),
        };
    }

    private static SyncError? FaultIn(string name, ScriptRule script)
    {
        var bytes = Encoding.UTF8.GetByteCount(script.Code);
        if (bytes is 0 or > ResolverDefinition.MaxCodeBytes)
            return Invalid($"Resolver {name} has code of {bytes} bytes; 1 to {ResolverDefinition.MaxCodeBytes} are accepted.");
        return IsUnicode(script.Code) ? null : Invalid($"The code of resolver {name} is not well-formed Unicode: it has half of a surrogate pair.");
    }

    private static SyncError? FaultIn(string name, BuiltInRule rule)
    {
        if (rule.Fields.Count > ResolverDefinition.MaxFields)
            return Invalid($"Resolver {name} looks at {rule.Fields.Count} fields; at most {ResolverDefinition.MaxFields} are accepted.");
        if (rule.Kind == BuiltInKind.VersionIncrement && rule.Fields.Count > 1)
            return Invalid($"Resolver {name} counts up {rule.Fields.Count} fields; {BuiltInKind.VersionIncrement} takes one.");
        foreach (var field in rule.Fields)
            if (ValueMeasure.OfName(field) is var measure && (measure.Bytes is 0 || measure.Bytes > SyncLimits.Default.MaxFieldNameBytes || measure.Flaws != TextFlaws.None))
                return Invalid($"Resolver {name} looks at a field with a name of {measure.Bytes} bytes; 1 to {SyncLimits.Default.MaxFieldNameBytes} of Unicode are accepted.");
        return rule.Reason is { } reason && (reason.Length > ResolverDefinition.MaxReasonLength || !IsUnicode(reason))
            ? Invalid($"Resolver {name} has a reason of {reason.Length} characters; at most {ResolverDefinition.MaxReasonLength} of Unicode are accepted.")
            : null;
    }

    /// <summary>Where a name has its first control character, which could forge a line of a log; -1 for nowhere.</summary>
    public static int ControlIn(string name)
    {
        for (var i = 0; i < name.Length; i++)
            if (char.IsControl(name[i])) return i;
        return -1;
    }

    private static bool IsUnicode(string text) => text.Length == 0 || !ValueMeasure.OfName(text).Flaws.HasFlag(TextFlaws.IllFormed);

    private static SyncError Invalid(FormattableString message) => new(ErrorCode.InvalidResolver, FormattableString.Invariant(message));
}
