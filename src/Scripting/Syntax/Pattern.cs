namespace TopGun.Scripting.Syntax;

/// <summary>A pattern takes a value apart; it has no value of its own.</summary>
internal abstract class Pattern(int position) : Target(position)
{
    /// <summary>Hands every target inside to a check.</summary>
    public abstract void RequireNames(Action<Target> check);

    public sealed override JsValue Evaluate(Frame frame) => throw new InvalidOperationException("A pattern is stored to, never evaluated.");
}
