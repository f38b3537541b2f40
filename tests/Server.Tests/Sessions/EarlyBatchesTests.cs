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
        Assert.Equal(TimeSpan.FromMilliseconds(EarlyBatches.MostMs), early.Add(9_000));

        _time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(TimeSpan.Zero, early.Add(300));
    }
}
