using TopGun.Server.Storage;

namespace TopGun.Server.Tests.Storage;

/// <summary>An outage is told, and does not fill the log.</summary>
public sealed class OutageTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void It_is_told_at_once_and_then_once_a_minute_with_the_count()
    {
        var outage = new Outage(_time);
        List<long> told = [];
        for (var second = 0; second <= 180; second++, _time.Advance(TimeSpan.FromSeconds(1)))
            if (outage.Fails()) told.Add(outage.Tries);

        Assert.Equal([1, 61, 121, 181], told);
    }

    [Fact]
    public void Its_end_is_told_once_and_the_next_one_at_once()
    {
        var outage = new Outage(_time);
        Assert.Equal(0, outage.Ends());
        outage.Fails();
        outage.Fails();

        Assert.Equal((2, 0), (outage.Ends(), outage.Ends()));
        Assert.True(outage.Fails());
        Assert.Equal(1, outage.Tries);
    }
}
