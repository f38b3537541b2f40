using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Wire;

/// <summary>The header that carries a deadline.</summary>
[Trait("Pitfall", "16")]
public sealed class GrpcTimeoutTests
{
    [Theory]
    [InlineData(0, "1n")]
    [InlineData(-5, "1n")]
    [InlineData(1, "100n")]
    [InlineData(999_999, "99999900n")]
    [InlineData(1_000_000, "100000u")]
    [InlineData(1_000_001, "100001u")]
    [InlineData(TimeSpan.TicksPerSecond * 100, "100000m")]
    [InlineData(TimeSpan.TicksPerDay * 30, "2592000S")]
    [InlineData(TimeSpan.TicksPerDay * 3650, "5256000M")]
    [InlineData(long.MaxValue, "99999999H")]
    public void A_timeout_is_written_in_the_finest_unit_that_has_room_and_rounded_up(long ticks, string expected)
    {
        var text = GrpcTimeout.Encode(TimeSpan.FromTicks(ticks));
        Assert.True(text.Length <= 9);
        if (ticks < TimeSpan.MaxValue.Ticks) Assert.Equal(expected, text);
    }

    [Theory]
    [InlineData("1n", 1)]
    [InlineData("150n", 2)]
    [InlineData("7u", 70)]
    [InlineData("3m", 30_000)]
    [InlineData("2S", 20_000_000)]
    [InlineData("1M", 600_000_000)]
    [InlineData("1H", 36_000_000_000)]
    [InlineData("99999999H", 99999999 * TimeSpan.TicksPerHour)]
    public void A_timeout_is_read_in_any_unit(string text, long ticks)
    {
        Assert.True(GrpcTimeout.TryDecode(text, out var timeout));
        Assert.Equal(ticks, timeout.Ticks);
    }

    [Theory]
    [InlineData("")]
    [InlineData("m")]
    [InlineData("5")]
    [InlineData("5x")]
    [InlineData("-5m")]
    [InlineData("+5m")]
    [InlineData("5 m")]
    [InlineData("123456789m")]
    public void What_is_not_a_timeout_is_refused(string text) => Assert.False(GrpcTimeout.TryDecode(text, out _));

    [Fact]
    public void A_timer_is_never_set_beyond_what_it_can()
    {
        using var timer = new Timer(_ => { }, null, GrpcTimeout.ForTimer(TimeSpan.MaxValue), Timeout.InfiniteTimeSpan);
        Assert.Equal(TimeSpan.Zero, GrpcTimeout.ForTimer(TimeSpan.FromSeconds(-1)));
    }
}
