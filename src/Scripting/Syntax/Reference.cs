namespace TopGun.Scripting.Syntax;

/// <summary>A name or a property: what can be read and then written again.</summary>
internal abstract class Reference(int position) : Target(position)
{
    /// <summary>Evaluates what the reference is made of, once.</summary>
    public abstract void Resolve(Frame frame, out JsValue holder, out PropertyKey key);

    public abstract JsValue Load(Frame frame, JsValue holder, PropertyKey key);

    public abstract void StoreAt(Frame frame, JsValue holder, PropertyKey key, JsValue value);

    public override void Store(Frame frame, JsValue value, Storing storing)
    {
        Resolve(frame, out var holder, out var key);
        StoreAt(frame, holder, key, value);
    }
}
