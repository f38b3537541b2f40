using TopGun.Client.Connection;

namespace TopGun.Client.Tests.Connection;

/// <summary>How long a client waits before it tries again.</summary>
public sealed class BackoffTests
{
    [Fact]
    public void The_wait_doubles_from_half_a_second_to_thirty_seconds()
    {
        var backoff = new Backoff(() => ulong.MaxValue);

        var waits = Enumerable.Range(0, 9).Select(_ => Math.Round(backoff.Next(TimeSpan.Zero).TotalSeconds, 6));

        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30], waits);
    }

    [Fact]
    public void Any_part_of_it_may_be_drawn()
    {
        Assert.Equal(TimeSpan.Zero, new Backoff(() => 0).Next(TimeSpan.Zero));
        Assert.Equal(0.25, new Backoff(() => 1UL << 63).Next(TimeSpan.Zero).TotalSeconds, 6);
    }

    [Fact]
    public void It_is_never_shorter_than_the_server_asked_for()
    {
        var backoff = new Backoff(() => 1UL << 63);

        Assert.Equal(60.25, backoff.Next(TimeSpan.FromSeconds(60)).TotalSeconds, 6);
    }

    [Fact]
    public void It_begins_anew_after_a_reset()
    {
        var backoff = new Backoff(() => ulong.MaxValue);
        for (var i = 0; i < 5; i++) backoff.Next(TimeSpan.Zero);

        backoff.Reset();

        Assert.Equal(0.5, backoff.Next(TimeSpan.Zero).TotalSeconds, 6);
    }
}
