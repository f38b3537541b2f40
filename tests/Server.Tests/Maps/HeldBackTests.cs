using TopGun.Server.Maps;

namespace TopGun.Server.Tests.Maps;

/// <summary>When those come again who were held back.</summary>
public class HeldBackTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void A_few_come_again_soon_and_not_at_once()
    {
        var held = new HeldBack(_time);
        int[] times = [.. Enumerable.Range(0, 100).Select(_ => held.Next())];

        Assert.All(times, time => Assert.InRange(time, HeldBack.LeastMs, HeldBack.MostOfFewMs));
        Assert.True(times.Distinct().Count() > 10);
    }

    [Fact]
    public void A_crowd_is_spread_over_a_longer_time_and_forgotten_when_it_has_gone()
    {
        var held = new HeldBack(_time);
        for (var i = 0; i < 500; i++) held.Next();
        Assert.InRange(held.Next(), 1_000, 5_010);

        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.InRange(held.Next(), 1_000, 5_010);

        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.InRange(held.Next(), HeldBack.LeastMs, HeldBack.MostOfFewMs);
    }

    [Fact]
    public void Nobody_waits_for_longer_than_the_bound()
    {
        var held = new HeldBack(_time);
        Assert.All(Enumerable.Range(0, 5_000), _ => Assert.InRange(held.Next(), HeldBack.LeastMs, HeldBack.MostMs));
    }
}
