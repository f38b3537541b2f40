namespace TopGun.Scripting.Syntax;

/// <summary>A piece of a script that can be bound to its variables and then run. Immutable once the script is compiled.</summary>
/// <param name="position">Where it starts in the source, for messages.</param>
internal abstract class Node(int position)
{
    public int Position { get; } = position;

    /// <summary>Declares and resolves the names in this node and below; always called through <see cref="Binder.Bind(Node?)"/>.</summary>
    public abstract void Bind(Binder binder);
}
