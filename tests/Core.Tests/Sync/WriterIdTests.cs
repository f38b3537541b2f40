using TopGun.Core.Sync;

namespace TopGun.Core.Tests.Sync;

public class WriterIdTests
{
    [Theory]
    [InlineData("a", "1", true)]
    [InlineData("Node.1_x-Y", "abc123XYZabc1234", true)]
    [InlineData("", "1", false)]
    [InlineData("a", "", false)]
    [InlineData("a~b", "1", false)]
    [InlineData("a", "1~", false)]
    [InlineData("\u00E4", "1", false)]
    [InlineData("a", "12345678901234567", false)]
    [InlineData(null, null, false)]
    public void A_writer_has_a_node_id_and_a_suffix_without_tildes(string? nodeId, string? suffix, bool valid)
        => Assert.Equal(valid, new WriterId(nodeId!, suffix!).IsValid);

    [Fact]
    public void The_longest_clock_name_fits_a_timestamp()
    {
        var longest = new WriterId(new string('n', NodeId.MaxLength), new string('s', WriterId.MaxSuffixLength));

        Assert.True(longest.IsValid);
        Assert.True(longest.ClockName.Length <= Core.Time.HlcTimestamp.MaxNodeIdBytes);
    }
}
