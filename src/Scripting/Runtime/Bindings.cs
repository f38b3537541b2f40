namespace TopGun.Scripting.Runtime;

/// <summary>The variables of one entered scope that inner functions use.</summary>
internal sealed class Bindings(Bindings? parent, int size)
{
    public Bindings? Parent { get; } = parent;

    public JsValue[] Slots { get; } = new JsValue[size];

    /// <summary>The same variables once more, for the next round of a loop: closures of each round keep their own.</summary>
    public Bindings Copy()
    {
        var copy = new Bindings(Parent, Slots.Length);
        Slots.CopyTo(copy.Slots, 0);
        return copy;
    }
}
