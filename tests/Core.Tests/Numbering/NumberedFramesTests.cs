using TopGun.Core.Numbering;

namespace TopGun.Core.Tests.Numbering;

/// <summary>Numbered frames over a way that loses, repeats and reorders them.</summary>
public class NumberedFramesTests
{
    [Theory, Trait("Invariant", "INV-SES-4")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_the_way_does_each_frame_arrives_once_and_in_order(int seed)
    {
        const int Frames = 2_000;
        var random = new Random(seed);
        var (sent, received) = (new SentFrames<int>(64, 10_000), new ReceivedFrames());
        List<(long Number, int Frame)> underWay = [];
        List<long> confirmations = [];
        List<int> arrived = [];
        for (var next = 0; arrived.Count < Frames;)
        {
            while (next < Frames && !sent.IsFull && random.Next(3) > 0) sent.Add(next++, random.Next(1, 500));
            // What is not confirmed goes out again and again, some of it is lost.
            underWay.AddRange(sent.After(sent.Confirmed).Where(_ => random.Next(4) > 0).Select(frame => (frame.Number, frame.Frame)));
            random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(underWay));
            foreach (var (number, frame) in underWay)
                if (received.Take(number) == FrameOrder.Due) arrived.Add(frame);
            // Some is late, and comes once more.
            underWay.RemoveAll(_ => random.Next(4) > 0);
            confirmations.Add(received.Through);
            if (random.Next(2) > 0) sent.Confirm(confirmations[random.Next(confirmations.Count)]);
            Assert.InRange(sent.Last - sent.Confirmed, 0, 64);
        }

        Assert.Equal(Enumerable.Range(0, Frames), arrived);
    }

    [Fact]
    public void A_frame_is_due_early_or_a_repeat()
    {
        var received = new ReceivedFrames();
        Assert.Equal(FrameOrder.Early, received.Take(2));
        Assert.Equal(FrameOrder.Due, received.Take(1));
        Assert.Equal(FrameOrder.Repeat, received.Take(1));
        Assert.Equal(FrameOrder.Due, received.Take(2));
        Assert.Equal(2, received.Through);
    }

    [Fact]
    public void What_is_confirmed_is_gone_and_the_rest_keeps_its_numbers()
    {
        var sent = new SentFrames<string>(3, 100);
        foreach (var frame in new[] { "a", "b", "c" }) sent.Add(frame, 10);
        Assert.True(sent.IsFull);

        sent.Confirm(2);
        sent.Confirm(1);

        Assert.False(sent.IsFull);
        Assert.Equal(10, sent.Bytes);
        Assert.Equal([(3L, "c", 10)], sent.After(0));
        Assert.Empty(sent.After(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => sent.Confirm(4));
    }

    [Fact]
    public void One_frame_may_be_larger_than_all_that_are_kept()
    {
        var sent = new SentFrames<string>(3, 100);
        sent.Add("small", 99);
        Assert.False(sent.IsFull);
        sent.Add("large", 1_000);
        Assert.True(sent.IsFull);
    }
}
