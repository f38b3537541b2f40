using TopGun.Core.Replicas;
using TopGun.Core.Values;

namespace TopGun.Core.Tests.Replicas;

/// <summary>Records in memory are read on from any key.</summary>
public class OrderedRecordsTests
{
    private const int Many = 6_000;

    // In the byte order of UTF-8, which is not that of UTF-16 for the last two.
    private static readonly string[] Keys = ["a", "aa", "b", "é", "\uFFFD", "\U0001F600"];

    [Theory]
    [InlineData(null, 0)]
    [InlineData("", 0)]
    [InlineData("a", 1)]
    [InlineData("aa", 2)]
    [InlineData("ab", 2)]
    [InlineData("\uFFFD", 5)]
    [InlineData("\U0001F5FF", 5)]
    [InlineData("\U0001F600", 6)]
    [InlineData("\U0001F601", 6)]
    public void What_comes_after_a_key_is_read_in_order_whether_the_key_is_there_or_not(string? after, int first)
    {
        var records = new OrderedRecords();
        foreach (var key in Keys.Reverse()) records.Put(Record(key, 1));

        Assert.Equal(Keys[first..], records.After(after).Select(record => record.Key));
    }

    [Fact]
    public void A_record_that_is_put_again_takes_its_own_place_and_one_that_is_removed_has_none()
    {
        var records = new OrderedRecords();
        foreach (var key in Keys) records.Put(Record(key, 1));

        records.Put(Record("b", 2));
        records.Remove("a");
        records.Remove("a");

        Assert.Equal(Keys[1..], records.After(null).Select(record => record.Key));
        Assert.Equal(2, records.Find("b")?.Version);
        Assert.Null(records.Find("a"));
    }

    public static TheoryData<string, int[]> Orders => new()
    {
        { "rising", [.. Enumerable.Range(0, Many)] },
        { "falling", [.. Enumerable.Range(0, Many).Reverse()] },
        { "of several writers, each rising", [.. Enumerable.Range(0, Many).Select(i => i % 4 * (Many / 4) + i / 4)] },
        { "in pieces from behind", [.. Enumerable.Range(0, Many).Chunk(600).Reverse().SelectMany(piece => piece)] },
        { "shuffled", Shuffled(1) },
    };

    // As many that there are several runs of them, however they come.
    [Theory, MemberData(nameof(Orders))]
    public void However_keys_come_and_go_all_are_found_and_read_in_order(string order, int[] numbers)
    {
        var records = new OrderedRecords();
        var held = new SortedDictionary<string, long>(Utf8Order.Comparer);
        foreach (var number in numbers) Put(number, 1);
        foreach (var number in Shuffled(2)[..(Many / 2)]) Remove(number);
        foreach (var number in Shuffled(3)[..(Many / 3)]) Put(number, 2);
        for (var number = 1_000; number < 3_000; number++) Remove(number);
        Put(2_000, 3);

        Assert.True(held.SequenceEqual(records.All.Select(record => KeyValuePair.Create(record.Key, record.Version))), order);
        for (var number = 0; number < Many; number++) Assert.Equal(held.TryGetValue(KeyOf(number), out var version) ? version : null, records.Find(KeyOf(number))?.Version);
        foreach (var number in Shuffled(4)[..200])
            Assert.Equal(held.Keys.FirstOrDefault(key => Utf8Order.Compare(key, KeyOf(number)) > 0), records.After(KeyOf(number)).Select(record => record.Key).FirstOrDefault());
        foreach (var key in held.Keys.ToArray()) records.Remove(key);
        Assert.Empty(records.All);

        void Put(int number, long version)
        {
            records.Put(Record(KeyOf(number), version));
            held[KeyOf(number)] = version;
        }

        void Remove(int number)
        {
            records.Remove(KeyOf(number));
            held.Remove(KeyOf(number));
        }
    }

    [Fact]
    public void A_record_is_held_as_it_was_without_what_it_came_in()
    {
        var records = new OrderedRecords();
        var page = new byte[] { 1, 2, 3, 4 };
        var key = new string('\u20AC', 300);
        records.Put(new ReplicaRecord(key, 5, 6, false, page.AsMemory(1, 2)));
        page.AsSpan().Clear();

        var found = records.Find(key)!.Value;
        Assert.Equal((key, 5, 6, false), (found.Key, found.Version, found.Generation, found.IsLive));
        Assert.Equal([2, 3], found.Bytes.ToArray());
    }

    [Fact]
    public void Where_there_is_none_there_is_nothing_after_any_key() => Assert.Empty(new OrderedRecords().After("a"));

    private static string KeyOf(int number) => $"{number:x4}";

    private static int[] Shuffled(int seed)
    {
        int[] numbers = [.. Enumerable.Range(0, Many)];
        new Random(seed).Shuffle(numbers);
        return numbers;
    }

    private static ReplicaRecord Record(string key, long version) => new(key, version, 0, true, new byte[] { 1 });
}
