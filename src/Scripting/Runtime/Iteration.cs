namespace TopGun.Scripting.Runtime;

/// <summary>A walk over the items of something iterable.</summary>
/// <remarks>Arrays, texts, maps and sets are walked directly; the rest through the protocol of next and return.</remarks>
internal abstract class Iteration
{
    /// <summary>Whether leaving the walk early runs code of the script.</summary>
    public virtual bool NeedsClosing => false;

    public static Iteration Of(Machine machine, JsValue source)
    {
        switch (source.Reference)
        {
            case string text: return new TextIteration(text);
            case JsArray array when IsUnchanged(array, Intrinsics.ArrayPrototype): return new ArrayIteration(array, IterationKind.Values);
            case JsMap map when IsUnchanged(map, Intrinsics.MapPrototype): return new TableIteration(map.Table, IterationKind.Entries);
            case JsSet set when IsUnchanged(set, Intrinsics.SetPrototype): return new TableIteration(set.Table, IterationKind.Values);
        }
        if (source.IsNullish || Access.Get(machine, source, PropertyKey.Of(JsSymbol.Iterator)).Reference is not JsFunction method)
            throw machine.TypeError($"{ErrorText.Name(source)} is not iterable");
        return OfIterator(machine, machine.Call(method, source, []));
    }

    /// <summary>Walks what an iterator gives.</summary>
    public static Iteration OfIterator(Machine machine, JsValue iterator)
    {
        if (iterator.Reference is not JsObject obj) throw machine.TypeError($"Result of the Symbol.iterator method is not an object");
        if (obj is JsIterator native && IsUnchanged(native, Intrinsics.IteratorPrototype) && !native.TryGetOwn(PropertyKey.Named("next"), out _, out _))
            return native.Iteration;
        machine.Meter.Allocate(Meter.ObjectBytes);
        return new ProtocolIteration(obj, obj.Get(machine, PropertyKey.Named("next")));
    }

    public abstract bool MoveNext(Machine machine, out JsValue item);

    /// <summary>Leaves the walk early.</summary>
    public virtual void Close(Machine machine)
    {
    }

    /// <summary>Leaves the walk because of an exception, which counts more than any that closing throws.</summary>
    public void CloseQuietly(Machine machine)
    {
        var state = new CallState(machine.Meter);
        try
        {
            Close(machine);
        }
        catch (JsThrow)
        {
            state.Restore(machine.Meter);
        }
    }

    private static bool IsUnchanged(JsObject source, JsObject prototype)
        => ReferenceEquals(source.Prototype, prototype) && !source.TryGetOwn(PropertyKey.Of(JsSymbol.Iterator), out _, out _);
}
