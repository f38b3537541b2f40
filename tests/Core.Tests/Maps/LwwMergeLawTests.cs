using FsCheck;
using FsCheck.Fluent;
using TopGun.Core.Maps;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Maps;

/// <summary>The rules around a single write, for every record and every timestamp.</summary>
public class LwwMergeLawTests
{
    [Fact]
    public void The_verdict_says_whether_anything_changed()
        => Law.Holds(Writes.Next(Writes.Any), next =>
        {
            var outcome = Apply(next);
            return outcome.Changed == !outcome.Record.Equals(next.Local)
                && (outcome.Changed || ReferenceEquals(outcome.Record, next.Local))
                && (!outcome.Changed || outcome.Verdict == WriteVerdict.Applied);
        });

    [Fact]
    public void A_write_that_comes_twice_changes_nothing_the_second_time()
        => Law.Holds(Writes.Next(Writes.Any), next =>
        {
            var once = Apply(next);
            return !LwwMerge.Apply(once.Record, next.Write.Write, next.Write.At).Changed;
        });

    [Fact]
    public void A_write_newer_than_the_whole_record_is_what_the_record_then_says()
        => Law.Holds(Writes.Next(Writes.Any), next =>
        {
            if (next.Write.At < next.Local.Newest) return true;
            var outcome = Apply(next);
            return next.Write.Write switch
            {
                RemoveWrite => outcome.Record.ToValue() is null,
                ValueWrite value => value.Value.Equals(outcome.Record.ToValue()),
                ReplaceWrite replace => replace.Object.Equals(outcome.Record.ToValue()),
                PatchWrite patch when outcome.Verdict == WriteVerdict.Applied => outcome.Record.ToValue() is ObjectValue value
                    && patch.Set.All(field => field.Value.Equals(value[field.Key])) && patch.Erase.All(field => value[field] is null),
                _ => outcome.Verdict == WriteVerdict.RecordRemoved,
            };
        });

    [Fact, Trait("Invariant", "INV-LWW-2")]
    public void A_patch_touches_no_field_that_it_does_not_name()
        => Law.Holds(Writes.Next(Writes.Patches), next =>
        {
            var patch = (PatchWrite)next.Write.Write;
            var after = Apply(next).Record;
            return next.Local.Registers.All(field => patch.Set.ContainsKey(field.Key) || patch.Erase.Contains(field.Key)
                || after.Registers[field.Key] == field.Value);
        });

    [Fact, Trait("Invariant", "INV-LWW-2")]
    public void Every_field_of_a_patch_meets_only_its_own_register()
        => Law.Holds(Writes.Next(Writes.Patches).Where(next => next.Local.IsLive && next.Write.At > next.Local.Cleared), next =>
        {
            var after = Apply(next).Record;
            return ((PatchWrite)next.Write.Write).Set.All(field =>
            {
                var before = next.Local.Registers.GetValueOrDefault(field.Key);
                return after.Registers[field.Key] == (before.At > next.Write.At ? before : new Register(next.Write.At, field.Value));
            });
        });

    [Fact, Trait("Invariant", "INV-LWW-2")]
    public void Patches_and_replaces_make_the_same_value_in_any_order()
        => Law.Holds(
            from writes in Writes.At(Gen.OneOf(Writes.Patches, Writes.Replaces).Where(write => write.Base != WriteBase.Live))
            from shuffled in Gen.Shuffle(writes)
            select (writes, shuffled),
            orders => Equals(TimedWrite.RecordAfter(orders.writes).ToValue(), TimedWrite.RecordAfter(orders.shuffled).ToValue()));

    [Fact, Trait("Invariant", "INV-LWW-2")]
    public void Edits_of_different_fields_both_survive_whichever_comes_first()
        => Law.Holds(
            from origin in SomeValues.SmallObjects
            from ours in SomeValues.SmallObjects
            from theirs in SomeValues.SmallObjects
            from stamps in Gen.Shuffle(Timestamps.Few.Skip(1).ToArray())
            select (origin, ours, theirs, At: stamps),
            edits =>
            {
                var written = new TimedWrite(Timestamps.Few[0], new ReplaceWrite("key", WriteBase.Absent, edits.origin));
                var mine = PatchWrite.Difference("key", edits.origin, edits.ours);
                var yours = PatchWrite.Difference("key", edits.origin, edits.theirs);
                if (Touched(mine).Intersect(Touched(yours)).Any()) return true;

                var both = new Dictionary<string, Value>(edits.origin.Fields);
                foreach (var patch in new[] { mine, yours })
                {
                    foreach (var (field, value) in patch.Set) both[field] = value;
                    foreach (var field in patch.Erase) both.Remove(field);
                }

                TimedWrite first = new(edits.At[0], mine), second = new(edits.At[1], yours);
                return new ObjectValue(both).Equals(TimedWrite.RecordAfter([written, first, second]).ToValue())
                    && new ObjectValue(both).Equals(TimedWrite.RecordAfter([written, second, first]).ToValue());
            });

    [Fact]
    public void A_difference_makes_one_object_out_of_the_other()
        => Law.Holds(SomeValues.Objects.Two(), pair =>
        {
            var before = new TimedWrite(Timestamps.Few[0], new ReplaceWrite("key", WriteBase.Absent, pair.Item1));
            var difference = new TimedWrite(Timestamps.Few[1], PatchWrite.Difference("key", pair.Item1, pair.Item2));
            return pair.Item2.Equals(TimedWrite.RecordAfter([before, difference]).ToValue());
        });

    [Fact, Trait("Invariant", "INV-LWW-3")]
    public void A_patch_of_a_live_record_that_is_absent_by_now_is_refused_at_any_age()
        => Law.Holds(Writes.Next(Writes.Patches).Where(next => !next.Local.IsLive), next =>
        {
            var outcome = LwwMerge.Apply(next.Local, next.Write.Write with { Base = WriteBase.Live }, next.Write.At);
            return outcome.Verdict == WriteVerdict.RecordRemoved && ReferenceEquals(outcome.Record, next.Local);
        });

    [Fact, Trait("Invariant", "INV-LWW-3")]
    public void Only_a_patch_of_a_live_record_can_find_it_removed()
        => Law.Holds(Writes.Next(Writes.Any), next => Apply(next).Verdict != WriteVerdict.RecordRemoved
            || (!next.Local.IsLive && next.Write.Write is PatchWrite { Base: WriteBase.Live }));

    [Fact, Trait("Invariant", "INV-LWW-3")]
    public void A_remove_takes_the_whole_record_or_nothing_of_it()
        => Law.Holds(Writes.Next(Writes.Bases.Select(seen => (Write)new RemoveWrite("key", seen))), next =>
        {
            var outcome = Apply(next);
            return outcome.Verdict == WriteVerdict.Superseded ? outcome.Record.Equals(next.Local) : !outcome.Record.IsLive;
        });

    [Fact, Trait("Invariant", "INV-LWW-3")]
    public void A_remove_older_than_any_live_register_is_superseded()
        => Law.Holds(Writes.Next(Writes.Bases.Select(seen => (Write)new RemoveWrite("key", seen))).Where(next => next.Local.IsLive), next
            => (Apply(next).Verdict == WriteVerdict.Superseded)
                == (next.Local.Root.At > next.Write.At
                    || next.Local.Registers.Values.Any(register => register.IsLive && register.At > next.Write.At)));

    [Fact]
    public void A_replace_keeps_registers_newer_than_it_and_erases_the_older_ones_that_it_does_not_name()
        => Law.Holds(Writes.Next(Writes.Replaces).Where(next => next.Write.At > next.Local.Cleared), next =>
        {
            var replace = (ReplaceWrite)next.Write.Write;
            var after = Apply(next).Record;
            var newer = next.Local.Registers.Where(field => field.Value.At > next.Write.At).ToDictionary();
            return newer.All(field => after.Registers[field.Key] == field.Value)
                && replace.Object.Fields.All(field => newer.ContainsKey(field.Key) || after.Registers[field.Key] == new Register(next.Write.At, field.Value))
                && after.Registers.Keys.All(field => newer.ContainsKey(field) || replace.Object.Fields.ContainsKey(field))
                && after.Cleared == next.Write.At;
        });

    [Fact]
    public void Nothing_older_than_the_last_clearing_is_ever_taken()
        => Law.Holds(Writes.Next(Writes.Any).Where(next => next.Write.At < next.Local.Cleared), next => !Apply(next).Changed);

    [Fact]
    public void What_was_cleared_stays_cleared()
        => Law.Holds(Writes.Next(Writes.Any), next => Apply(next).Record.Cleared >= next.Local.Cleared);

    private static WriteOutcome Apply((Record Local, TimedWrite Write) next) => LwwMerge.Apply(next.Local, next.Write.Write, next.Write.At);

    private static IEnumerable<string> Touched(PatchWrite patch) => patch.Set.Keys.Concat(patch.Erase);
}
