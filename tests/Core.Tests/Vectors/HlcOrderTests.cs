using System.Text.Json;
using TopGun.Core.Time;

namespace TopGun.Core.Tests.Vectors;

public class HlcOrderTests
{
    [Fact, Trait("Invariant", "INV-HLC-1")]
    public void Timestamps_are_ordered_as_in_every_other_language()
    {
        using var vectors = Vectors.Open("hlc-order.json");
        var ascending = vectors.RootElement.GetProperty("ascending").EnumerateArray().Select(Timestamp).ToArray();

        Assert.NotEmpty(ascending);
        for (var i = 0; i < ascending.Length; i++)
            for (var j = 0; j < ascending.Length; j++)
            {
                Assert.True(Math.Sign(ascending[i].CompareTo(ascending[j])) == i.CompareTo(j), $"{ascending[i]} and {ascending[j]}");
                Assert.Equal(i == j, ascending[i] == ascending[j]);
            }
    }

    private static HlcTimestamp Timestamp(JsonElement json) => new(
        json.GetProperty("millis").GetInt64(), json.GetProperty("counter").GetUInt16(), json.GetProperty("node_id").GetString()!);
}
