using TopGun.Scripting.Syntax;

namespace TopGun.Scripting.Binding;

/// <summary>A declared name in its scope.</summary>
internal sealed class Variable(string name, VariableKind kind, Scope scope)
{
    public string Name { get; } = name;

    public VariableKind Kind { get; } = kind;

    public Scope Scope { get; } = scope;

    /// <summary>Whether an inner function uses it; then it lives in an environment and not in a frame.</summary>
    public bool Captured { get; set; }

    public int Index { get; set; }

    public List<(Identifier Use, Scope From)> Uses { get; } = [];
}
