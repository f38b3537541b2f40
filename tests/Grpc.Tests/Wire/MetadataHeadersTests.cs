using Grpc.Core;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Wire;

/// <summary>Metadata as header lines.</summary>
public sealed class MetadataHeadersTests
{
    [Fact, Trait("Pitfall", "11")]
    public void Binary_values_are_sent_without_padding_and_in_one_line_for_each_key()
    {
        var metadata = new Metadata { { "a-bin", [1] }, { "b-bin", [9, 9, 9] }, { "a-bin", [2, 3] }, { "text", "x" }, { "text", "y" } };
        Assert.Equal(
            [new("a-bin", "AQ,AgM"), new("b-bin", "CQkJ"), new("text", "x"), new("text", "y")],
            metadata.ToHeaders().ToArray());
    }

    [Theory, Trait("Pitfall", "11")]
    [InlineData("AQ")]
    [InlineData("AQ==")]
    [InlineData(" AQ== ")]
    public void Binary_values_are_read_with_and_without_padding(string value)
    {
        var metadata = new Metadata();
        metadata.AddHeader("x-bin", value);
        Assert.Equal(new byte[] { 1 }, metadata.GetValueBytes("X-Bin"));
    }

    [Fact, Trait("Pitfall", "11")]
    public void One_line_may_hold_several_binary_values()
    {
        var metadata = new Metadata();
        metadata.AddHeader("x-bin", "AQ==, AgM,");
        Assert.Equal([[1], [2, 3], []], metadata.GetAll("x-bin").Select(entry => entry.ValueBytes));
    }

    [Fact]
    public void A_binary_value_that_is_not_base64_is_refused()
        => Assert.Throws<FormatException>(() => new Metadata().AddHeader("x-bin", "?"));

    [Theory, Trait("Pitfall", "13")]
    [InlineData("content-type", false)]
    [InlineData("TE", false)]
    [InlineData("host", false)]
    [InlineData("content-length", false)]
    [InlineData("accept-encoding", false)]
    [InlineData("transfer-encoding", false)]
    [InlineData("connection", false)]
    [InlineData("grpc-status", false)]
    [InlineData("grpc-message", false)]
    [InlineData("grpc-timeout", false)]
    [InlineData("grpc-encoding", false)]
    [InlineData("grpc-accept-encoding", false)]
    [InlineData(":path", false)]
    [InlineData("user-agent", true)]
    [InlineData("authorization", true)]
    [InlineData("grpc-status-details-bin", true)]
    public void Headers_of_the_protocol_are_not_metadata(string name, bool isMetadata) => Assert.Equal(isMetadata, GrpcHeader.IsMetadata(name));

    [Theory]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("")]
    public void A_key_has_an_alphabet(string key) => Assert.ThrowsAny<ArgumentException>(() => new Metadata.Entry(key, "x"));

    [Fact]
    public void A_key_says_whether_its_value_is_bytes()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x-bin", "text"));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("x", new byte[1]));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("x-bin", new byte[1]).Value);
        Assert.Equal("mixed-case", new Metadata.Entry("Mixed-Case", "x").Key);
    }

    [Theory]
    [InlineData("line\nbreak")]
    [InlineData("ä")]
    public void A_text_that_no_header_can_carry_is_refused_at_once(string text)
        => Assert.Throws<ArgumentException>(() => new Metadata.Entry("x", text));

    [Fact]
    public void Headers_that_metadata_cannot_hold_are_left_out()
    {
        var metadata = new Metadata();
        metadata.AddHeader("x+y", "1");
        metadata.AddHeader("x", "ä");
        Assert.Empty(metadata);
    }
}
