using FsCheck.Fluent;
using TopGun.Core.Queries;
using TopGun.Core.Values;
using TopGun.Generators;

namespace TopGun.Core.Tests.Queries;

public class WindowRowsTests
{
    [Fact]
    [Trait("Invariant", "INV-QRY-4")]
    public void It_has_the_first_rows_or_says_that_it_is_short()
        => Law.Holds(
            from query in SomeQueries.Any
            from limit in Gen.Choose(1, 4)
            from changes in (from key in Gen.Choose(0, 60) from value in SomeQueries.Near from isLive in Gen.Frequency((3, Gen.Constant(true)), (2, Gen.Constant(false))) select (key, value, isLive)).ListOf(150)
            select (query with { Limit = limit, Fields = [] }, changes),
            pair =>
            {
                var (query, changes) = pair;
                var rows = new WindowRows(new PartQuery(query));
                var map = new SortedDictionary<string, (long Version, Value Value)>(StringComparer.Ordinal);
                var version = 0L;
                foreach (var (number, value, isLive) in changes)
                {
                    var key = $"k{number}";
                    version++;
                    if (isLive) map[key] = (version, value);
                    else map.Remove(key);
                    rows.Set(key, version, isLive ? value : null);
                    if (rows.IsShort)
                    {
                        rows.Restart();
                        foreach (var (known, record) in map) rows.Set(known, record.Version, record.Value);
                    }

                    Assert.False(rows.IsShort);
                    Assert.Equal(query.Run(map.Select(record => KeyValuePair.Create(record.Key, record.Value.Value))).Rows.Select(row => (row.Key, map[row.Key].Version)), rows.Top);
                }
            });

    [Fact]
    public void Rows_behind_the_window_go_when_their_places_take_too_many_bytes()
    {
        var rows = new WindowRows(new PartQuery(MapQuery.All with { Sort = [new SortField(FieldPath.Of("text"), false)], Limit = 2 }));
        for (var i = 0; i < 10; i++) rows.Set($"k{i}", i + 1, Value.Object(("text", new string((char)('a' + i), 300_000))));
        Assert.True(rows.Bytes <= WindowRows.MaxBytes);
        Assert.Equal(["k0", "k1"], rows.Top.Select(row => row.Key));

        rows.Set("k0", 11, null);
        rows.Set("k1", 12, null);
        Assert.Equal("k2", rows.Top.First().Key);
        Assert.True(rows.IsShort);
    }

    [Fact]
    public void A_window_of_which_the_places_take_too_many_bytes_says_so()
    {
        var rows = new WindowRows(new PartQuery(MapQuery.All with { Sort = [new SortField(FieldPath.Of("text"), false)], Limit = 4 }));
        for (var i = 0; i < 4; i++) rows.Set($"k{i}", i + 1, Value.Object(("text", new string('x', 300_000))));
        Assert.True(rows.Bytes > WindowRows.MaxBytes);
    }
}
