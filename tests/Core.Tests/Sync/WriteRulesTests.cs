using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Sync;

public class WriteRulesTests
{
    private static readonly SyncLimits Limits = new() { MaxKeyBytes = 8, MaxFieldNameBytes = 4, MaxValueBytes = 40, MaxValueDepth = 2 };

    [Fact]
    public void A_write_at_all_its_limits_is_accepted()
    {
        Assert.Null(Fault(new PatchWrite("12345678", WriteBase.Live, Fields(("1234", Value.List(1))), ["a"])));
        Assert.Null(Fault(new ValueWrite("k", WriteBase.Live, new string('x', 38))));
        Assert.Null(Fault(new ReplaceWrite("k", WriteBase.Live, Value.Object(("a", ObjectValue.Empty)))));
        Assert.Null(Fault(new RemoveWrite("k", WriteBase.Live)));
    }

    [Fact]
    public void A_key_has_at_least_one_byte()
        => Refused(OpResultCode.Invalid, "Key of 0 bytes; 1 to 8 are accepted.", new RemoveWrite("", WriteBase.Live));

    [Fact]
    public void A_key_is_measured_in_bytes_of_UTF_8()
        => Refused(OpResultCode.TooLarge, "Key of 9 bytes; at most 8 are accepted.", new RemoveWrite("\u20AC\u20AC\u20AC", WriteBase.Live));

    [Fact]
    public void A_key_is_well_formed_Unicode()
        => Refused(OpResultCode.Invalid, "The key is not well-formed Unicode: it has half of a surrogate pair.", new RemoveWrite("\uD800", WriteBase.Live));

    [Fact]
    public void A_value_is_not_too_large()
        => Refused(OpResultCode.TooLarge, "Value of 41 bytes; at most 40 are accepted.", new ValueWrite("k", WriteBase.Live, new string('x', 39)));

    [Fact]
    public void The_fields_of_a_patch_are_measured_as_the_object_that_they_make()
        => Refused(
            OpResultCode.TooLarge,
            "Value of 41 bytes; at most 40 are accepted.",
            new PatchWrite("k", WriteBase.Live, Fields(("a", new string('x', 30))), []));

    [Fact]
    public void A_value_is_not_too_deep()
        => Refused(
            OpResultCode.TooLarge,
            "Value of 3 levels; at most 2 are accepted.",
            new ValueWrite("k", WriteBase.Live, Value.List(Value.List(Value.List()))));

    [Fact]
    public void A_field_of_a_patch_stands_one_level_deep()
        => Refused(
            OpResultCode.TooLarge,
            "Value of 3 levels; at most 2 are accepted.",
            new PatchWrite("k", WriteBase.Live, Fields(("a", Value.List(Value.List()))), []));

    [Fact]
    public void A_name_is_not_too_long_wherever_it_stands()
    {
        const string reason = "Field name of 5 bytes; at most 4 are accepted.";

        Refused(OpResultCode.TooLarge, reason, new PatchWrite("k", WriteBase.Live, Fields(("12345", 1)), []));
        Refused(OpResultCode.TooLarge, reason, new PatchWrite("k", WriteBase.Live, Fields(), ["12345"]));
        Refused(OpResultCode.TooLarge, reason, new ReplaceWrite("k", WriteBase.Live, Value.Object(("a", Value.Object(("12345", 1))))));
    }

    [Fact]
    public void A_name_has_at_least_one_byte_wherever_it_stands()
    {
        const string reason = "Field name of 0 bytes; 1 to 4 are accepted.";

        Refused(OpResultCode.Invalid, reason, new PatchWrite("k", WriteBase.Live, Fields(("", 1)), []));
        Refused(OpResultCode.Invalid, reason, new PatchWrite("k", WriteBase.Live, Fields(), [""]));
        Refused(OpResultCode.Invalid, reason, new ReplaceWrite("k", WriteBase.Live, Value.Object(("a", Value.Object(("", 1))))));
    }

    [Fact]
    public void A_text_is_well_formed_Unicode()
        => Refused(
            OpResultCode.Invalid,
            "A text or a field name is not well-formed Unicode: it has half of a surrogate pair.",
            new ValueWrite("k", WriteBase.Live, "\uDC00"));

    [Fact]
    public void A_patch_does_not_set_and_erase_one_field()
        => Refused(
            OpResultCode.Invalid,
            "Field \"a\" is both set and erased; a patch names a field once.",
            new PatchWrite("k", WriteBase.Live, Fields(("a", 1)), ["b", "a"]));

    [Fact]
    public void An_object_travels_as_a_replace()
        => Refused(
            OpResultCode.Invalid,
            "An object is written as a value; it travels as a replace.",
            new ValueWrite("k", WriteBase.Live, ObjectValue.Empty));

    [Fact]
    public void A_value_of_a_million_levels_is_refused_and_overflows_no_stack()
    {
        var value = Value.List();
        for (var level = 0; level < 1_000_000; level++) value = Value.List(value);

        Refused(OpResultCode.TooLarge, "Value of more than 128 levels; at most 2 are accepted.", new ValueWrite("k", WriteBase.Live, value));
    }

    private static IReadOnlyDictionary<string, Value> Fields(params (string, Value)[] fields) => Value.Object(fields).Fields;

    private static OpFault? Fault(Write write) => WriteRules.FaultIn(write, Limits);

    private static void Refused(OpResultCode code, string reason, Write write) => Assert.Equal(new OpFault(code, reason), Fault(write));
}
