using TopGun.Core.Registrations;

namespace TopGun.Server.Storage.Forms;

/// <summary>The bytes of registrations, in commits of the log and in the rows of resolvers.</summary>
internal static class RegistrationForms
{
    private const byte Script = 1;
    private const byte BuiltIn = 2;

    /// <summary>Writes a change, but for the map's name.</summary>
    public static void Write(ByteWriter to, RegistrationChange change)
    {
        to.Text(change.Name);
        to.Byte((byte)change.Step);
        switch (change.Step)
        {
            case RegistrationStep.Define: WriteDefinition(to, change.Definition!); break;
            case RegistrationStep.Claim:
                to.Text(change.Subject!);
                to.Varint(change.AtMs);
                break;
            case RegistrationStep.Disclaim: to.Text(change.Subject!); break;
        }
    }

    /// <summary>Reads a change of a map.</summary>
    public static RegistrationChange Read(ref ByteReader from, string map)
    {
        var name = from.Text();
        return (RegistrationStep)from.Byte() switch
        {
            RegistrationStep.Define => new(map, name, RegistrationStep.Define, ReadDefinition(ref from, name)),
            RegistrationStep.Claim => new(map, name, RegistrationStep.Claim, null, from.Text(), from.Varint()),
            RegistrationStep.Disclaim => new(map, name, RegistrationStep.Disclaim, null, from.Text()),
            RegistrationStep.Remove => new(map, name, RegistrationStep.Remove),
            var other => throw new FormatException($"Step {(byte)other} of a registration is not known."),
        };
    }

    /// <summary>Writes a definition, but for its name.</summary>
    public static void WriteDefinition(ByteWriter to, ResolverDefinition definition)
    {
        to.Varint(definition.Priority ?? ResolverDefinition.DefaultPriority);
        to.Text(definition.KeyPattern);
        switch (definition.Rule)
        {
            case ScriptRule script:
                to.Byte(Script);
                to.Text(script.Code);
                break;
            case BuiltInRule rule:
                to.Byte(BuiltIn);
                to.Text(rule.Kind);
                to.Text(rule.Reason ?? "");
                to.Byte(rule.MayBeRemoved ? (byte)1 : (byte)0);
                to.Varint(rule.Fields.Count);
                foreach (var field in rule.Fields) to.Text(field);
                break;
            default: throw new ArgumentException($"A rule of type {definition.Rule?.GetType().Name} has no stored form.", nameof(definition));
        }
    }

    /// <summary>Reads the definition of a name.</summary>
    public static ResolverDefinition ReadDefinition(ref ByteReader from, string name)
    {
        var (priority, pattern) = ((int)from.Varint(), from.Text());
        return new ResolverDefinition(name, ReadRule(ref from), priority, pattern);
    }

    private static ResolverRule ReadRule(ref ByteReader from)
    {
        switch (from.Byte())
        {
            case Script: return new ScriptRule(from.Text());
            case BuiltIn:
                var (kind, reason, mayBeRemoved) = (from.Text(), from.Text(), from.Byte() != 0);
                var fields = new string[from.Count()];
                for (var i = 0; i < fields.Length; i++) fields[i] = from.Text();
                return new BuiltInRule(kind, fields, reason.Length > 0 ? reason : null, mayBeRemoved);
            case var other: throw new FormatException($"Rule {other} of a registration is not known.");
        }
    }
}
