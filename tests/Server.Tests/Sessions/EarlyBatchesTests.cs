using TopGun.Server.Sessions;

namespace TopGun.Server.Tests.Sessions;

/// <summary>Clients that are told to wait, and do not.</summary>
public class EarlyBatchesTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Who_waits_as_he_is_told_is_read_however_often_he_is_held_back()
    {
        var early = new EarlyBatches(4, _time);
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(TimeSpan.Zero, early.Add(300));
            _time.Advance(TimeSpan.FromMilliseconds(300));
        }
    }

    [Fact]
    public void What_was_on_its_way_is_refused_at_once_and_what_comes_after_that_is_not_read_until_its_time()
    {
        var early = new EarlyBatches(4, _time);
        for (var i = 0; i <= 4; i++) Assert.Equal(TimeSpan.Zero, early.Add(300));
        Assert.Equal(TimeSpan.FromMilliseconds(300), early.Add(300));

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.Zero, early.Add(300));
    }

    // A client may have a batch of each of its maps on the way, and what lies behind them in its stream must not wait for the time that each of them is told.
    [Fact]
    public void Of_many_that_were_on_their_way_as_many_are_taken_after_each_pause()
    {
        var early = new EarlyBatches(16, _time);
        var waited = TimeSpan.Zero;
        for (var i = 0; i < 100; i++)
        {
            var pause = early.Add(10_000);
            Assert.InRange(pause.TotalMilliseconds, 0, EarlyBatches.MostMs);
            _time.Advance(pause);
            waited += pause;
        }

        // One who never waits is still slowed down, to no more than this.
        Assert.InRange(waited.TotalSeconds, 4, 6);
    }
}
