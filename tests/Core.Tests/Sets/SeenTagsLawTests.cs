using FsCheck.Fluent;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Time;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Sets;

/// <summary>A set that forgets the tags that an add has seen shows what the observed-remove set of the textbook shows, which forgets none.</summary>
public class SeenTagsLawTests
{
    private enum Deed
    {
        Sync,
        Add,
        Remove,
    }

    [Fact, Trait("Invariant", "INV-SET-1")]
    public void Tags_that_an_add_has_seen_need_not_be_kept() => Law.Holds(
        (from replica in Gen.Choose(0, 2)
         from deed in Gen.Elements(Deed.Sync, Deed.Add, Deed.Add, Deed.Remove)
         from element in Gen.Elements("a", "b")
         select (replica, deed, element)).ListOf(),
        deeds =>
        {
            var ours = Record.Never;
            var theirs = new HashSet<(string Element, ElementTag Tag)>();
            Device[] devices = [new("x"), new("y"), new("z")];
            foreach (var (replica, deed, element) in deeds)
            {
                var device = devices[replica];
                if (deed == Deed.Sync) device.Sync(ours, theirs);
                else if (deed == Deed.Add)
                {
                    var tag = device.Next();
                    ours = WriteMerge.Apply(ours, new AddElementsWrite("k", [new SeenElement(element, device.SeenOf(element).Few)]), device.At, tag).Record;
                    theirs.Add((element, tag));
                    device.Seen(element, tag);
                }
                else
                {
                    var (few, all) = device.SeenOf(element);
                    ours = WriteMerge.Apply(ours, new RemoveElementsWrite("k", [new SeenElement(element, few)]), device.At, default).Record;
                    theirs.RemoveWhere(pair => all.Contains(pair));
                }

                var shown = ((ours.ToValue() as ListValue)?.Items ?? []).Select(item => ((StringValue)item).Text).ToArray();
                Assert.Equal(theirs.Select(pair => pair.Element).Distinct().Order(), shown.Order());
            }
        });

    // What it saw, and what it added itself since.
    private sealed class Device(string name)
    {
        private readonly HashSet<(string Element, ElementTag Tag)> _few = [];
        private readonly HashSet<(string Element, ElementTag Tag)> _all = [];
        private long _number;

        public HlcTimestamp At => new(_number, 0, name);

        public ElementTag Next() => new(name, ++_number, 0);

        public void Sync(Record ours, IEnumerable<(string, ElementTag)> theirs)
        {
            _few.Clear();
            _all.Clear();
            _all.UnionWith(theirs);
            if (ours.ToValue() is not ListValue list) return;
            for (var i = 0; i < list.Items.Count; i++)
                foreach (var tag in ours.Tags[i]) _few.Add((((StringValue)list.Items[i]).Text, tag));
        }

        public void Seen(string element, ElementTag tag)
        {
            _few.Add((element, tag));
            _all.Add((element, tag));
        }

        public (IReadOnlyList<ElementTag> Few, HashSet<(string, ElementTag)> All) SeenOf(string element)
            => ([.. _few.Where(pair => pair.Element == element).Select(pair => pair.Tag)], [.. _all.Where(pair => pair.Element == element)]);
    }
}
