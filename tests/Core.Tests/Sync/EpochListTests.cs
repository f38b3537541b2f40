using TopGun.Core.Replicas;
using TopGun.Core.Sync;

namespace TopGun.Core.Tests.Sync;

/// <summary>Histories as lists of epochs, and what a view of a map knows of its own.</summary>
public sealed class EpochListTests
{
    private readonly EpochList _history = new([new(5, 1), new(6, 11), new(7, 21)]);

    [Theory, Trait("Invariant", "INV-RSY-4")]
    [InlineData(5, 1, true)]
    [InlineData(5, 10, true)]
    [InlineData(5, 11, false)]
    [InlineData(6, 10, false)]
    [InlineData(6, 20, true)]
    [InlineData(7, 20, false)]
    [InlineData(7, 30, true)]
    [InlineData(7, 31, false)]
    [InlineData(8, 15, false)]
    [InlineData(0, 0, true)]
    public void A_cursor_lies_on_a_history_within_its_epoch(ulong epoch, long version, bool does)
        => Assert.Equal(does, _history.Contains(new Cursor(epoch, version), 30));

    [Fact]
    public void An_epoch_ends_before_the_next_one_and_the_last_at_the_head()
    {
        Assert.Equal((10, 20, 30, 0), (_history.EndOf(5, 30), _history.EndOf(6, 30), _history.EndOf(7, 30), _history.EndOf(8, 30)));
        Assert.Equal(long.MaxValue, _history.EndOf(7));
    }

    [Fact, Trait("Invariant", "INV-RSY-5")]
    public void A_view_s_history_parts_from_a_server_s_at_the_newest_of_its_cursors_whose_epoch_the_server_had()
    {
        var trail = CursorTrail.Empty.With(new(5, 9)).With(new(6, 15)).With(new(9, 25));
        Assert.Equal(new Cursor(6, 15), trail.ForkFrom(_history));
        Assert.Equal(new Cursor(6, 12), trail.ForkFrom(new([new(5, 1), new(6, 11), new(8, 13)])));
        Assert.Equal(new Cursor(5, 9), trail.ForkFrom(new([new(5, 1), new(8, 11)])));
        Assert.Equal(Cursor.Start, trail.ForkFrom(new([new(8, 1)])));

        Assert.Equal(new CursorTrail([new(5, 9), new(6, 12)]), trail.UpTo(new(6, 12)));
        Assert.Equal(CursorTrail.Empty, trail.UpTo(Cursor.Start));
    }

    [Fact]
    public void A_trail_keeps_the_newest_cursor_of_each_of_the_newest_epochs()
    {
        var trail = CursorTrail.Empty;
        for (var version = 1; version <= 40; version++) trail = trail.With(new Cursor((ulong)((version + 1) / 2), version));
        Assert.Equal(Enumerable.Range(5, CursorTrail.Most).Select(epoch => new Cursor((ulong)epoch, 2 * epoch)), trail.Cursors);
        Assert.Same(trail, trail.With(new Cursor(99, 40)));
    }
}
