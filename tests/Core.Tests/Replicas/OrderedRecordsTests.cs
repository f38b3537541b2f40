using TopGun.Core.Replicas;

namespace TopGun.Core.Tests.Replicas;

/// <summary>Records in memory are read on from any key.</summary>
public class OrderedRecordsTests
{
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

    [Fact]
    public void Where_there_is_none_there_is_nothing_after_any_key() => Assert.Empty(new OrderedRecords().After("a"));

    private static ReplicaRecord Record(string key, long version) => new(key, version, 0, true, new byte[] { 1 });
}
