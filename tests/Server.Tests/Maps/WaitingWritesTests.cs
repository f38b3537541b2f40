using TopGun.Server.Maps;

namespace TopGun.Server.Tests.Maps;

/// <summary>Who may have how much waiting.</summary>
public class WaitingWritesTests
{
    private const int Batch = 10;

    private readonly WaitingWrites _waiting = new(1_000, 1 << 20);

    [Fact, Trait("Invariant", "INV-LIM-3")]
    public void One_alone_gets_half_and_leaves_the_other_half_to_others()
    {
        Assert.Equal(500, Fill("alice"));
        Assert.True(_waiting.HasRoom("bob"));
    }

    [Theory, Trait("Invariant", "INV-LIM-3")]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(40)]
    public void Many_who_take_all_they_can_get_get_the_same_and_who_comes_new_still_has_room(int flooding)
    {
        string[] users = [.. Enumerable.Range(0, flooding).Select(user => $"flood-{user}")];
        var held = users.ToDictionary(user => user, _ => 0);
        for (var isOver = false; !isOver;)
        {
            isOver = true;
            foreach (var user in users.Where(_waiting.HasRoom))
            {
                Assert.NotNull(_waiting.TryEnter(user, Batch, 1));
                held[user] += Batch;
                isOver = false;
            }
        }

        Assert.All(held.Values, ops => Assert.InRange(ops, (1_000 / (flooding + 1)) - Batch, (1_000 / (flooding + 1)) + Batch));
        Assert.True(_waiting.HasRoom("new"));
    }

    [Fact, Trait("Invariant", "INV-LIM-3")]
    public void What_a_flood_has_left_is_there_for_the_others_when_it_waits_no_more()
    {
        var places = new Queue<WaitingPlace>();
        while (_waiting.TryEnter("alice", Batch, 1) is { } place) places.Enqueue(place);
        var ofBob = Fill("bob");
        Assert.False(_waiting.HasRoom("alice"));

        while (places.TryDequeue(out var place)) place.Dispose();
        Assert.InRange(ofBob, 240, 260);
        Assert.Equal(500 - ofBob, Fill("bob"));
    }

    [Fact]
    public void Bytes_are_shared_in_the_same_way()
    {
        using var large = _waiting.TryEnter("alice", 1, 1 << 19);
        Assert.NotNull(large);
        Assert.False(_waiting.HasRoom("alice"));
        Assert.True(_waiting.HasRoom("bob"));
    }

    [Fact]
    public void A_place_is_given_back_once_and_what_is_full_takes_nobody()
    {
        var whole = _waiting.TryEnter("alice", 1_000, 1)!;
        Assert.False(_waiting.HasRoom("bob"));
        Assert.Null(_waiting.TryEnter("bob", 1, 1));

        whole.Dispose();
        whole.Dispose();
        Assert.Equal(500, Fill("alice"));
    }

    private int Fill(string user)
    {
        var ops = 0;
        for (; _waiting.TryEnter(user, Batch, 1) is not null; ops += Batch)
        {
        }

        return ops;
    }
}
