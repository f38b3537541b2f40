using TopGun.Server.Resolvers;

namespace TopGun.Server.Tests.Resolvers;

/// <summary>A map whose rules take the machine waits, and no other does.</summary>
public class ResolverTimeTests
{
    private const long Many = 100_000_000;

    private readonly ManualTime _clock = new();

    [Fact]
    public void A_map_that_took_more_than_its_share_waits_until_it_is_worked_off()
    {
        var time = new ResolverTime(0.25, _clock);

        time.Spend("greedy", TimeSpan.FromMilliseconds(150), Many);

        // 150 ms at a quarter of a core are 600 ms, of which the burst lets 400 through.
        Assert.Equal(200, time.PauseMs("greedy"));
        Assert.Equal(0, time.PauseMs("calm"));
        _clock.Advance(TimeSpan.FromMilliseconds(150));
        Assert.Equal(50, time.PauseMs("greedy"));
        _clock.Advance(TimeSpan.FromMilliseconds(50));
        Assert.Equal(0, time.PauseMs("greedy"));
    }

    [Fact]
    public void After_a_pause_there_is_room_for_one_answer_before_the_next()
    {
        var time = new ResolverTime(0.5, _clock);
        time.Spend("greedy", TimeSpan.FromMilliseconds(110), Many);
        _clock.Advance(TimeSpan.FromMilliseconds(time.PauseMs("greedy")));
        Assert.Equal(0, time.PauseMs("greedy"));

        time.Spend("greedy", TimeSpan.FromMilliseconds(10), Many);

        Assert.Equal(20, time.PauseMs("greedy"));
    }

    [Fact]
    public void Answers_of_usual_length_cost_nothing_however_many_there_are()
    {
        var time = new ResolverTime(0.01, _clock);

        for (var i = 0; i < 1_000_000; i++) time.Spend("busy", TimeSpan.FromMicroseconds(49), Many);

        Assert.Equal(0, time.PauseMs("busy"));
    }

    [Fact]
    public void Nobody_is_told_to_wait_for_longer_than_two_seconds_at_once()
    {
        var time = new ResolverTime(0.01, _clock);

        time.Spend("greedy", TimeSpan.FromMinutes(1), Many);

        Assert.Equal(2_000, time.PauseMs("greedy"));
    }

    [Fact]
    public void A_short_script_that_the_system_kept_waiting_owes_nothing_and_a_longer_one_no_more_than_its_steps()
    {
        var time = new ResolverTime(0.01, _clock);

        for (var i = 0; i < 1_000; i++) time.Spend("unlucky", TimeSpan.FromMilliseconds(10), 30);
        time.Spend("long", TimeSpan.FromSeconds(10), 101_000);

        Assert.Equal(0, time.PauseMs("unlucky"));
        Assert.Equal(100, time.PauseMs("long"));
    }
}
