namespace TopGun.Scripting.Runtime;

/// <summary>The getter and setter of a property; either may be missing.</summary>
internal sealed class Accessor(JsFunction? getter, JsFunction? setter)
{
    public JsFunction? Getter { get; } = getter;

    public JsFunction? Setter { get; } = setter;
}
