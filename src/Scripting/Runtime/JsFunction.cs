namespace TopGun.Scripting.Runtime;

/// <summary>Something that can be called.</summary>
internal abstract class JsFunction(JsObject? prototype) : JsObject(prototype)
{
    public override string ClassName => "Function";

    /// <summary>How many levels of nesting a call may take on the host's stack.</summary>
    public abstract int Nesting { get; }

    public virtual bool IsConstructor => false;

    protected abstract string Name { get; }

    protected abstract int ParameterCount { get; }

    /// <summary>Runs the function; only <see cref="Machine.Call"/> calls this, because it counts.</summary>
    public abstract JsValue Invoke(Machine machine, JsValue self, JsValue[] arguments);

    /// <summary>Makes an object; only <see cref="Machine.Construct"/> calls this.</summary>
    public virtual JsValue InvokeConstructor(Machine machine, JsValue[] arguments, JsFunction newTarget)
        => throw machine.TypeError($"{Name} is not a constructor");

    // Name and length are made when asked for: most functions are never asked.
    public override bool TryGetOwn(PropertyKey key, out JsValue value, out PropertyFlags flags)
    {
        if (base.TryGetOwn(key, out value, out flags)) return !value.IsHole;
        flags = Shared ? PropertyFlags.None : PropertyFlags.Configurable;
        if (key.Is("name")) value = Name;
        else if (key.Is("length")) value = ParameterCount;
        else return false;
        return true;
    }

    public override void RemoveOwn(Meter meter, PropertyKey key)
    {
        // A hole hides what would otherwise be made again.
        if (key.Is("name") || key.Is("length")) DefineOwn(meter, key, JsValue.Hole, PropertyFlags.Hidden);
        else base.RemoveOwn(meter, key);
    }

    public string DisplayName => Name;
}
