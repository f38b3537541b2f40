using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Parsing;

/// <summary>Turns what was parsed as an expression into a target, once an equals sign or arrow behind it says that it is one.</summary>
internal sealed class TargetConverter(TokenStream tokens)
{
    public Target Convert(Expression expression, Storing storing) => expression switch
    {
        Identifier identifier => identifier,
        Reference reference when storing == Storing.Assign => reference,
        ArrayLiteral array => ConvertArray(array, storing),
        ObjectLiteral literal => ConvertObject(literal, storing),
        _ => throw tokens.Error(expression.Position, storing == Storing.Assign ? "This cannot be assigned to." : "A name or a pattern expected."),
    };

    private Target ConvertElement(Expression expression, Storing storing)
    {
        if (expression is not Assignment assignment) return Convert(expression, storing);
        // Its left side was converted when its equals sign was met, as an assignment; a declaration takes less.
        if (storing == Storing.Declare) RequireDeclared(assignment.Target);
        return new DefaultTarget(assignment.Position, assignment.Target, assignment.Value);
    }

    private ArrayPattern ConvertArray(ArrayLiteral array, Storing storing)
    {
        var elements = new List<Target?>();
        Target? rest = null;
        for (var i = 0; i < array.Elements.Length; i++)
        {
            switch (array.Elements[i])
            {
                case null: elements.Add(null); break;
                case Spread spread when i == array.Elements.Length - 1: rest = Convert(spread.Operand, storing); break;
                case Spread spread: throw tokens.Error(spread.Position, "What takes the rest stands last.");
                case { } element: elements.Add(ConvertElement(element, storing)); break;
            }
        }
        return new ArrayPattern(array.Position, [.. elements], rest);
    }

    private ObjectPattern ConvertObject(ObjectLiteral literal, Storing storing)
    {
        var members = new List<ObjectPatternMember>();
        Target? rest = null;
        foreach (var member in literal.Members)
        {
            if (rest is not null) throw tokens.Error(literal.Position, "What takes the rest stands last.");
            switch (member.Kind)
            {
                case MemberKind.Value: members.Add(new ObjectPatternMember(member.Key, member.ComputedKey, ConvertElement(member.Value!, storing))); break;
                case MemberKind.Spread: rest = ConvertRest(member.Value!, storing); break;
                default: throw tokens.Error(literal.Position, "A pattern has no methods.");
            }
        }
        return new ObjectPattern(literal.Position, [.. members], rest);
    }

    private Target ConvertRest(Expression expression, Storing storing)
    {
        var target = Convert(expression, storing);
        return target is Pattern ? throw tokens.Error(expression.Position, "The rest of an object goes into a name.") : target;
    }

    /// <summary>Converts a parameter, which may have a default.</summary>
    public Target ConvertParameter(Expression expression) => ConvertElement(expression, Storing.Declare);

    private void RequireDeclared(Target target)
    {
        if (target is Reference and not Identifier) throw tokens.Error(target.Position, "A name or a pattern expected.");
        if (target is Pattern pattern) pattern.RequireNames(RequireDeclared);
    }
}
