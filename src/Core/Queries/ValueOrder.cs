using TopGun.Core.Values;

namespace TopGun.Core.Queries;

/// <summary>The order of values in queries: a total one, the same in every language.</summary>
/// <remarks>
/// Absent, null, bool, numbers, string, bytes, list, object, in this order of kinds. False is below true. Numbers compare by what
/// they say, exactly: 1 equals 1.0, -0.0 equals 0.0, and NaN equals itself and is below every other number. Texts compare by their
/// bytes of UTF-8, bytes as unsigned. Lists compare item by item, and the beginning of a list is below it. Objects compare as the
/// list of their fields in the order of their names, each as name, then value. It agrees with <see cref="Value.NumericallyEquals"/>.
/// </remarks>
public sealed class ValueOrder : IComparer<Value?>
{
    private ValueOrder()
    {
    }

    /// <summary>The order.</summary>
    public static ValueOrder Instance { get; } = new();

    /// <summary>Whether two values are of one kind to queries, where both kinds of number are one.</summary>
    public static bool IsSameKind(Value left, Value right) => Rank(left) == Rank(right);

    /// <summary>Compares two values; null stands for absent.</summary>
    public int Compare(Value? x, Value? y) => (x, y) switch
    {
        (BoolValue l, BoolValue r) => l.Truth.CompareTo(r.Truth),
        (Int64Value l, Int64Value r) => l.Number.CompareTo(r.Number),
        (DoubleValue l, DoubleValue r) => l.Number.CompareTo(r.Number),
        (Int64Value l, DoubleValue r) => CompareNumbers(l.Number, r.Number),
        (DoubleValue l, Int64Value r) => -CompareNumbers(r.Number, l.Number),
        (StringValue l, StringValue r) => Utf8Order.Compare(l.Text, r.Text),
        (BytesValue l, BytesValue r) => l.Bytes.Span.SequenceCompareTo(r.Bytes.Span),
        (ListValue l, ListValue r) => CompareLists(l.Items, r.Items),
        (ObjectValue l, ObjectValue r) => CompareObjects(l, r),
        _ => Rank(x).CompareTo(Rank(y)),
    };

    private static int Rank(Value? value) => value switch
    {
        null => 0,
        NullValue => 1,
        BoolValue => 2,
        Int64Value or DoubleValue => 3,
        StringValue => 4,
        BytesValue => 5,
        ListValue => 6,
        _ => 7,
    };

    // Never by converting the integer, which would lose what doubles can't tell apart beyond 2^53.
    private static int CompareNumbers(long integer, double number)
    {
        const double TwoTo63 = 9223372036854775808;
        if (double.IsNaN(number) || number < -TwoTo63) return 1;
        if (number >= TwoTo63) return -1;

        var whole = Math.Truncate(number);
        var order = integer.CompareTo((long)whole);
        return order != 0 ? order : whole.CompareTo(number);
    }

    private int CompareLists(IReadOnlyList<Value> left, IReadOnlyList<Value> right)
    {
        for (var i = 0; i < Math.Min(left.Count, right.Count); i++)
            if (Compare(left[i], right[i]) is not 0 and var order) return order;

        return left.Count.CompareTo(right.Count);
    }

    private int CompareObjects(ObjectValue left, ObjectValue right)
    {
        foreach (var ((leftName, leftValue), (rightName, rightValue)) in InOrder(left).Zip(InOrder(right)))
        {
            var order = Utf8Order.Compare(leftName, rightName);
            if (order == 0) order = Compare(leftValue, rightValue);
            if (order != 0) return order;
        }

        return left.Fields.Count.CompareTo(right.Fields.Count);
    }

    private static IOrderedEnumerable<KeyValuePair<string, Value>> InOrder(ObjectValue value)
        => value.Fields.OrderBy(field => field.Key, Utf8Order.Comparer);
}
