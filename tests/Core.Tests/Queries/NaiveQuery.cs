using System.Numerics;
using System.Text;
using TopGun.Core.Queries;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Queries;

/// <summary>Queries answered the plainest way: a second opinion that shares no code with the first.</summary>
internal static class NaiveQuery
{
    public static List<string> KeysOf(MapQuery query, IEnumerable<KeyValuePair<string, Value>> map)
    {
        var found = map.Where(record => query.Where is null || Matches(query.Where, record.Value)).ToList();
        found.Sort((left, right) =>
        {
            foreach (var field in query.Sort)
            {
                var order = Order(Find(left.Value, field.Path), Find(right.Value, field.Path));
                if (order != 0) return field.IsDescending ? (order < 0 ? 1 : -1) : order;
            }

            return Bytes(Encoding.UTF8.GetBytes(left.Key), Encoding.UTF8.GetBytes(right.Key));
        });
        return [.. found.Select(record => record.Key)];
    }

    public static bool Matches(Predicate predicate, Value value) => predicate switch
    {
        AndPredicate and => !and.Parts.Any(part => !Matches(part, value)),
        OrPredicate or => or.Parts.Count(part => Matches(part, value)) > 0,
        NotPredicate not => Matches(not.Part, value) is false,
        ExistsPredicate exists => Find(value, exists.Path) is not null,
        InPredicate values => values.Values.Any(one => Find(value, values.Path) is { } found && Order(found, one) == 0),
        PrefixPredicate prefix => Find(value, prefix.Path) is StringValue text && text.Text.IndexOf(prefix.Prefix, StringComparison.Ordinal) == 0,
        ContainsPredicate contains => Find(value, contains.Path) switch
        {
            ListValue list => list.Items.Any(item => Order(item, contains.Part) == 0),
            StringValue text when contains.Part is StringValue part => text.Text.Split(part.Text).Length > 1 || part.Text.Length == 0,
            _ => false,
        },
        ComparePredicate compare => Compare(compare, Find(value, compare.Path)),
        _ => throw new ArgumentException(predicate.ToString(), nameof(predicate)),
    };

    public static Value? Find(Value value, FieldPath path)
        => path.Names.Count == 0 ? value
            : value is ObjectValue whole && whole.Fields.TryGetValue(path.Names[0], out var field) ? Find(field, new FieldPath([.. path.Names.Skip(1)]))
            : null;

    public static int Order(Value? left, Value? right)
    {
        if (Kind(left) != Kind(right)) return Kind(left) < Kind(right) ? -1 : 1;
        switch (left)
        {
            case BoolValue l: return (l.Truth ? 1 : 0) - (((BoolValue)right!).Truth ? 1 : 0);
            case Int64Value or DoubleValue: return Number(left).CompareTo(Number(right!));
            case StringValue l: return Bytes(Encoding.UTF8.GetBytes(l.Text), Encoding.UTF8.GetBytes(((StringValue)right!).Text));
            case BytesValue l: return Bytes(l.Bytes.ToArray(), ((BytesValue)right!).Bytes.ToArray());
            case ListValue l: return Items([.. l.Items], [.. ((ListValue)right!).Items]);
            case ObjectValue l: return Items(Flat(l), Flat((ObjectValue)right!));
            default: return 0;
        }
    }

    private static bool Compare(ComparePredicate compare, Value? found) => compare.Operator switch
    {
        CompareOperator.Equal => found is not null && Order(found, compare.Operand) == 0,
        CompareOperator.NotEqual => found is null || Order(found, compare.Operand) != 0,
        _ when found is null || Kind(found) != Kind(compare.Operand) => false,
        CompareOperator.Less => Order(found, compare.Operand) < 0,
        CompareOperator.LessOrEqual => !(Order(found, compare.Operand) > 0),
        CompareOperator.Greater => Order(found, compare.Operand) > 0,
        _ => !(Order(found, compare.Operand) < 0),
    };

    private static int Kind(Value? value) => value is null ? -1 : value is DoubleValue ? (int)ValueKind.Int64 : (int)value.Kind;

    // Exact: class first (NaN, -infinity, finite, infinity), then the number in units of the smallest double, 2^-1074.
    private static (int Class, BigInteger Units) Number(Value value)
    {
        if (value is Int64Value integer) return (2, (BigInteger)integer.Number << 1074);
        var number = ((DoubleValue)value).Number;
        if (double.IsNaN(number)) return (0, 0);
        if (double.IsInfinity(number)) return (number < 0 ? 1 : 3, 0);

        var bits = BitConverter.DoubleToInt64Bits(number);
        var exponent = (int)((bits >> 52) & 0x7FF);
        var mantissa = bits & 0xFFFFFFFFFFFFF;
        var units = exponent == 0 ? mantissa : (BigInteger)(mantissa | (1L << 52)) << (exponent - 1);
        return (2, bits < 0 ? -units : units);
    }

    private static List<Value> Flat(ObjectValue value)
        => [.. value.Fields.OrderBy(field => field.Key, Comparer<string>.Create((l, r) => Bytes(Encoding.UTF8.GetBytes(l), Encoding.UTF8.GetBytes(r))))
            .SelectMany(field => new[] { Value.Of(field.Key), field.Value })];

    private static int Items(List<Value> left, List<Value> right)
    {
        if (left.Count == 0 || right.Count == 0) return left.Count.CompareTo(right.Count);
        var order = Order(left[0], right[0]);
        return order != 0 ? order : Items(left[1..], right[1..]);
    }

    private static int Bytes(byte[] left, byte[] right)
    {
        for (var i = 0; i < left.Length && i < right.Length; i++)
            if (left[i] != right[i]) return left[i] < right[i] ? -1 : 1;
        return left.Length.CompareTo(right.Length);
    }
}
