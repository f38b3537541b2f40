using Acornima;
using Acornima.Ast;
using TopGun.Scripting.Builtins;

namespace TopGun.Scripting.Jint;

/// <summary>Refuses, with line and column, what a script must not have whatever engine runs it.</summary>
internal sealed class SourceCheck
{
    /// <summary>How deep the nodes of a source may nest; Jint accepts 256, with those around the body, and says no place.</summary>
    private const int MaxDepth = 240;

    private readonly DeclaredNames _declared;
    private readonly List<HashSet<string>> _open = [["context"]];
    private int _depth;

    private SourceCheck(DeclaredNames declared) => _declared = declared;

    /// <summary>Parses a function body by itself, which also sees to it that it is one and does not end the function around it.</summary>
    /// <exception cref="ScriptSyntaxException">It is none, or uses what is left out.</exception>
    public static void Check(string source)
    {
        var declared = new DeclaredNames();
        var parser = new Parser(new ParserOptions { AllowReturnOutsideFunction = true, OnNode = declared.OnNode });
        try
        {
            new SourceCheck(declared).Visit(parser.ParseScript(source, strict: true));
        }
        catch (ParseErrorException mistake)
        {
            throw new ScriptSyntaxException(mistake.Description, mistake.LineNumber, mistake.Column + 1);
        }
        catch (InsufficientExecutionStackException)
        {
            throw new ScriptSyntaxException("The source nests too deep.", 1, 1);
        }
    }

    private void Visit(Node node)
    {
        if (++_depth > MaxDepth) throw Error(node, $"The source nests deeper than {MaxDepth} levels.");
        switch (node)
        {
            case Identifier name:
                Use(name, FreeUse.AsValue);
                break;
            case UnaryExpression { Operator: Operator.TypeOf, Argument: Identifier name }:
                Use(name, FreeUse.AfterTypeof);
                break;
            case MemberExpression { Computed: false } member:
                Visit(member.Object);
                break;
            case Property { Computed: false } property:
                VisitInside(property, property.Key);
                break;
            case ClassProperty { Computed: false } property:
                VisitInside(property, property.Key);
                break;
            case LabeledStatement labelled:
                Visit(labelled.Body);
                break;
            case BreakStatement or ContinueStatement or MetaProperty:
                break;
            case SwitchStatement choice:
                // What its cases declare is not there yet where the choice is made.
                Visit(choice.Discriminant);
                VisitInside(choice, choice.Discriminant);
                break;
            case BigIntLiteral:
                throw Error(node, "BigInt is not part of the language.");
            case ImportExpression:
                throw Error(node, "'import' is not part of the language.");
            case IFunction { Async: true } or AwaitExpression or ForOfStatement { Await: true }:
                throw Error(node, "'async' is not part of the language.");
            case IFunction { Generator: true }:
                throw Error(node, "Generators are not part of the language.");
            default:
                VisitInside(node, null);
                break;
        }
        _depth--;
    }

    private void VisitInside(Node node, Node? except)
    {
        var declared = _declared.Of(node);
        if (declared is not null) _open.Add(declared);
        foreach (var child in node.ChildNodes)
        {
            // The key of a property in short form is its value too.
            if (child is null || (ReferenceEquals(child, except) && node is not Property { Shorthand: true })) continue;
            Visit(child);
        }
        if (declared is not null) _open.RemoveAt(_open.Count - 1);
    }

    private void Use(Identifier name, FreeUse use)
    {
        for (var i = _open.Count - 1; i >= 0; i--)
            if (_open[i].Contains(name.Name)) return;
        if (Globals.TryGet(name.Name, out _)) return;
        if (Globals.Forbidden.Contains(name.Name) || name.Name == "arguments") throw Error(name, $"'{name.Name}' is not part of the language.");
        if (use == FreeUse.AsValue) throw Error(name, $"'{name.Name}' is not defined.");
    }

    private static ScriptSyntaxException Error(Node at, string message)
        => new(message, at.Location.Start.Line, at.Location.Start.Column + 1);

    private enum FreeUse
    {
        AsValue,
        AfterTypeof,
    }
}
