using Acornima;
using Acornima.Ast;

namespace TopGun.Scripting.Jint;

/// <summary>What each node of a tree declares for what is inside of it, written down while the parser knows.</summary>
internal sealed class DeclaredNames
{
    private readonly Dictionary<Node, HashSet<string>> _names = new(ReferenceEqualityComparer.Instance);

    /// <summary>Takes part in parsing.</summary>
    public void OnNode(Node node, in OnNodeContext at)
    {
        if (!at.HasScope) return;
        HashSet<string> names = [];
        Add(names, at.Scope.VarVariables);
        Add(names, at.Scope.LexicalVariables);
        Add(names, at.Scope.Functions);

        // Bound inside, and in no scope of the parser's.
        if (node is IFunction { Id: { } function }) names.Add(function.Name);
        if (node is IClass { Id: { } @class }) names.Add(@class.Name);
        if (node is FunctionExpression or FunctionDeclaration) names.Add("arguments");
        _names[node] = names;
    }

    /// <summary>The names that a node declares; null for none.</summary>
    public HashSet<string>? Of(Node node) => _names.GetValueOrDefault(node);

    private static void Add(HashSet<string> names, ReadOnlySpan<Identifier> declared)
    {
        foreach (var name in declared) names.Add(name.Name);
    }
}
