namespace TopGun.Scripting.Syntax;

/// <summary>Something that can stand left of an equals sign: a name, a property, or a pattern of such.</summary>
internal abstract class Target(int position) : Expression(position)
{
    public abstract void Store(Frame frame, JsValue value, Storing storing);

    /// <summary>Adds the names that this target declares when it stands in a declaration.</summary>
    public virtual void CollectNames(List<Identifier> names)
    {
    }
}
