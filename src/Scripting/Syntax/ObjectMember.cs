namespace TopGun.Scripting.Syntax;

/// <summary>One member of an object literal.</summary>
internal sealed class ObjectMember
{
    public required MemberKind Kind { get; init; }

    /// <summary>The key when the source spells it out; null when it is computed.</summary>
    public PropertyKey? Key { get; init; }

    public Expression? ComputedKey { get; init; }

    /// <summary>The value, or what is spread.</summary>
    public Expression? Value { get; init; }

    /// <summary>The function of a method, getter or setter.</summary>
    public FunctionExpression? Function { get; init; }

    public void Bind(Binder binder)
    {
        binder.Bind(ComputedKey);
        binder.Bind(Value);
        binder.Bind(Function);
    }

    public void AddTo(Frame frame, JsObject target)
    {
        if (Kind == MemberKind.Spread)
        {
            var source = Value!.Evaluate(frame);
            frame.Machine.Position = Value.Position;
            ObjectCopy.CopyMembers(frame.Machine, source, target, []);
            return;
        }
        var key = Key ?? Conversion.ToKey(frame.Machine, ComputedKey!.Evaluate(frame));
        if (Kind == MemberKind.Value)
        {
            var value = Value!.Evaluate(frame);
            if (Key is null) FunctionExpression.NameAfter(value, Value, key);
            target.DefineOwn(frame.Meter, key, value);
            return;
        }
        Function!.DefineOn(frame, target, key, Kind, PropertyFlags.Plain, target);
    }
}
