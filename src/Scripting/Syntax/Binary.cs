namespace TopGun.Scripting.Syntax;

/// <summary>An operator between two operands.</summary>
internal sealed class Binary(int position, BinaryOperator op, Expression left, Expression right) : Expression(position)
{
    public override void Bind(Binder binder)
    {
        binder.Bind(left);
        binder.Bind(right);
    }

    public override JsValue Evaluate(Frame frame)
    {
        frame.Meter.Step();
        var l = left.Evaluate(frame);
        var r = right.Evaluate(frame);
        if (op == BinaryOperator.StrictEqual) return Equality.Strict(frame.Meter, l, r);
        if (op == BinaryOperator.StrictNotEqual) return !Equality.Strict(frame.Meter, l, r);
        frame.Machine.Position = Position;
        return Apply(frame.Machine, op, l, r);
    }

    public static JsValue Apply(Machine machine, BinaryOperator op, JsValue left, JsValue right)
    {
        switch (op)
        {
            case BinaryOperator.Add: return Arithmetic.Add(machine, left, right);
            case BinaryOperator.StrictEqual: return Equality.Strict(machine.Meter, left, right);
            case BinaryOperator.StrictNotEqual: return !Equality.Strict(machine.Meter, left, right);
            case BinaryOperator.Equal: return Equality.Loose(machine, left, right);
            case BinaryOperator.NotEqual: return !Equality.Loose(machine, left, right);
            case BinaryOperator.Less: return Arithmetic.Less(machine, left, right) ?? false;
            case BinaryOperator.GreaterOrEqual: return !(Arithmetic.Less(machine, left, right) ?? true);
            case BinaryOperator.Greater: return LessReversed(machine, left, right) ?? false;
            case BinaryOperator.LessOrEqual: return !(LessReversed(machine, left, right) ?? true);
            case BinaryOperator.In:
                if (right.Reference is not JsObject holder)
                    throw machine.TypeError($"Cannot use 'in' operator to search for {ErrorText.Name(left)} in {ErrorText.Name(right)}");
                return holder.Has(machine, Conversion.ToKey(machine, left));
            case BinaryOperator.InstanceOf: return InstanceOf(machine, left, right);
        }

        var l = Conversion.ToNumber(machine, left);
        var r = Conversion.ToNumber(machine, right);
        return op switch
        {
            BinaryOperator.Subtract => l - r,
            BinaryOperator.Multiply => l * r,
            BinaryOperator.Divide => l / r,
            BinaryOperator.Remainder => Arithmetic.Remainder(l, r),
            BinaryOperator.Power => Arithmetic.Power(l, r),
            BinaryOperator.ShiftLeft => Conversion.ToInt32(l) << (int)(Conversion.ToUInt32(r) & 31),
            BinaryOperator.ShiftRight => Conversion.ToInt32(l) >> (int)(Conversion.ToUInt32(r) & 31),
            BinaryOperator.ShiftRightUnsigned => (double)(Conversion.ToUInt32(l) >> (int)(Conversion.ToUInt32(r) & 31)),
            BinaryOperator.And => Conversion.ToInt32(l) & Conversion.ToInt32(r),
            BinaryOperator.Or => Conversion.ToInt32(l) | Conversion.ToInt32(r),
            _ => Conversion.ToInt32(l) ^ Conversion.ToInt32(r),
        };
    }

    // a > b is b < a, but a is converted first.
    private static bool? LessReversed(Machine machine, JsValue left, JsValue right)
    {
        if (left.IsObject) left = Conversion.ToPrimitive(machine, left, "number");
        return Arithmetic.Less(machine, right, left);
    }

    private static bool InstanceOf(Machine machine, JsValue value, JsValue type)
    {
        if (type.Reference is not JsFunction constructor) throw machine.TypeError("Right-hand side of 'instanceof' is not callable");
        if (value.Reference is not JsObject obj) return false;
        if (constructor is BoundFunction bound) constructor = bound.Innermost(machine.Meter);
        if (constructor.Get(machine, PropertyKey.Named("prototype")).Reference is not JsObject prototype)
            throw machine.TypeError("Function has non-object prototype in instanceof check");
        for (var parent = obj.Prototype; parent is not null; parent = parent.Prototype)
        {
            machine.Meter.Step();
            if (ReferenceEquals(parent, prototype)) return true;
        }
        return false;
    }
}
