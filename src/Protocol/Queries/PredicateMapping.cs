using TopGun.Core.Queries;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Queries;

/// <summary>Conditions of queries, and their form on the wire.</summary>
/// <remarks>Protobuf has bounded the levels of what arrives; <see cref="QueryCheck"/> says how many are accepted.</remarks>
internal static class PredicateMapping
{
    public static Wire.Predicate ToWire(Predicate predicate) => predicate switch
    {
        ComparePredicate compare => new()
        {
            Compare = new() { Path = ToWire(compare.Path), Operator = (Wire.CompareOperator)compare.Operator, Value = ValueMapping.ToWire(compare.Operand) },
        },
        InPredicate values => new() { OneOf = new() { Path = ToWire(values.Path), Values = { values.Values.Select(ValueMapping.ToWire) } } },
        PrefixPredicate prefix => new() { Prefix = new() { Path = ToWire(prefix.Path), Text = prefix.Prefix } },
        ContainsPredicate contains => new() { Contains = new() { Path = ToWire(contains.Path), Value = ValueMapping.ToWire(contains.Part) } },
        ExistsPredicate exists => new() { Exists = ToWire(exists.Path) },
        AndPredicate and => new() { AllOf = new() { Parts = { and.Parts.Select(ToWire) } } },
        OrPredicate or => new() { AnyOf = new() { Parts = { or.Parts.Select(ToWire) } } },
        NotPredicate not => new() { Not = ToWire(not.Part) },
        _ => throw new ArgumentException($"A condition of type {predicate.GetType().Name} has no form on the wire.", nameof(predicate)),
    };

    public static Predicate FromWire(Wire.Predicate wire, SyncLimits limits) => wire.KindCase switch
    {
        Wire.Predicate.KindOneofCase.Compare => new ComparePredicate(
            FromWire(wire.Compare.Path), (CompareOperator)wire.Compare.Operator, ValueOf(wire.Compare.Value, limits)),
        Wire.Predicate.KindOneofCase.OneOf => new InPredicate(FromWire(wire.OneOf.Path), ValuesOf(wire.OneOf.Values, limits)),
        Wire.Predicate.KindOneofCase.Prefix => new PrefixPredicate(FromWire(wire.Prefix.Path), wire.Prefix.Text),
        Wire.Predicate.KindOneofCase.Contains => new ContainsPredicate(FromWire(wire.Contains.Path), ValueOf(wire.Contains.Value, limits)),
        Wire.Predicate.KindOneofCase.Exists => new ExistsPredicate(FromWire(wire.Exists)),
        Wire.Predicate.KindOneofCase.AllOf => new AndPredicate(PartsOf(wire.AllOf, limits)),
        Wire.Predicate.KindOneofCase.AnyOf => new OrPredicate(PartsOf(wire.AnyOf, limits)),
        Wire.Predicate.KindOneofCase.Not => new NotPredicate(FromWire(wire.Not, limits)),
        _ => throw Check.Invalid($"A condition of a query has no kind that is known here; nothing was asked."),
    };

    public static Wire.FieldPath ToWire(FieldPath path) => new() { Names = { path.Names } };

    public static FieldPath FromWire(Wire.FieldPath? wire) => new([.. Check.Present(wire, "Field path").Names]);

    public static Value ValueOf(Wire.Value? wire, SyncLimits limits)
    {
        if (ValueMapping.Read(wire, limits, 0, out var value) is not { } fault) return value;
        throw fault.Code is OpResultCode.TooLarge ? Check.OverLimit($"Query: {fault.Reason}") : Check.Invalid($"Query: {fault.Reason}");
    }

    private static Value[] ValuesOf(IReadOnlyList<Wire.Value> wire, SyncLimits limits)
    {
        Check.Count(wire.Count, "Values that a field may be one of", QueryLimits.Default.MaxValues);
        return [.. wire.Select(value => ValueOf(value, limits))];
    }

    private static Predicate[] PartsOf(Wire.PredicateList wire, SyncLimits limits)
    {
        Check.Count(wire.Parts.Count, "Conditions of a query", QueryLimits.Default.MaxNodes);
        return [.. wire.Parts.Select(part => FromWire(part, limits))];
    }
}
