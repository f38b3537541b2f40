using TopGun.Client.Connection;
using TopGun.Client.Connection.Ladder;

namespace TopGun.Client.Tests.Connection;

/// <summary>Which way to the server is tried next.</summary>
public class RungChoiceTests
{
    private readonly ManualTime _time = new();
    private readonly RungMemory _memory = new();

    [Fact]
    public void It_steps_down_one_by_one_and_then_begins_at_the_top_again()
    {
        var choice = Choice();
        choice.Begin();
        Assert.Equal((TransportRung.Streaming, null, 5), (choice.Rung, choice.Reason, choice.WelcomePatience.TotalSeconds));
        Assert.True(choice.StepDown("No HTTP/2."));
        Assert.Equal((TransportRung.WebStreaming, "Streaming: No HTTP/2.", 5), (choice.Rung, choice.Reason, choice.WelcomePatience.TotalSeconds));
        Assert.True(choice.StepDown("Silence."));
        Assert.Equal((TransportRung.LongPolling, "WebStreaming: Silence.", 15), (choice.Rung, choice.Reason, choice.WelcomePatience.TotalSeconds));
        Assert.False(choice.StepDown("Silence."));

        choice.Begin();
        Assert.Equal((TransportRung.Streaming, null), (choice.Rung, choice.Reason));
    }

    [Fact]
    public void What_worked_is_remembered_for_the_server_and_for_a_day()
    {
        Work();
        var (same, other) = (Choice(), Choice("http://elsewhere"));
        same.Begin();
        other.Begin();
        Assert.Equal((TransportRung.WebStreaming, "Streaming: No HTTP/2."), (same.Rung, same.Reason));
        Assert.Equal(TransportRung.Streaming, other.Rung);

        _time.Advance(TimeSpan.FromHours(23));
        same.Begin();
        same.Welcomed();
        Assert.Equal((TransportRung.WebStreaming, TimeSpan.FromHours(1)), (same.Rung, same.ClimbIn));
        _time.Advance(TimeSpan.FromHours(1));
        same.Begin();
        Assert.Equal(TransportRung.Streaming, same.Rung);
        same.Welcomed();
        Assert.Null(same.ClimbIn);
        Assert.Null(_memory.Find("http://here"));
    }

    [Fact]
    public void It_climbs_when_it_is_asked_to_and_where_nothing_works_any_more()
    {
        var choice = Work();
        choice.Climb();
        choice.Begin();
        Assert.Equal(TransportRung.Streaming, choice.Rung);

        choice = Work();
        choice.Begin();
        Assert.Equal(TransportRung.WebStreaming, choice.Rung);
        Assert.True(choice.StepDown("Silence."));
        Assert.False(choice.StepDown("Silence."));
        choice.Begin();
        Assert.Equal(TransportRung.Streaming, choice.Rung);
    }

    [Theory]
    [InlineData(TransportMode.Streaming, TransportRung.Streaming)]
    [InlineData(TransportMode.WebStreaming, TransportRung.WebStreaming)]
    [InlineData(TransportMode.LongPolling, TransportRung.LongPolling)]
    public void Who_chose_one_stays_on_it(TransportMode mode, TransportRung rung)
    {
        Work();
        var choice = new RungChoice(mode, "http://here", _memory, _time);
        choice.Begin();
        Assert.Equal((rung, 15), (choice.Rung, choice.WelcomePatience.TotalSeconds));
        Assert.False(choice.StepDown("Silence."));
        choice.Welcomed();
        Assert.Equal((rung, null), (choice.Rung, choice.ClimbIn));
        Assert.NotNull(_memory.Find("http://here"));
    }

    private RungChoice Choice(string address = "http://here") => new(TransportMode.Auto, address, _memory, _time);

    // A choice for which the second rung worked.
    private RungChoice Work()
    {
        var choice = Choice();
        choice.Begin();
        if (choice.Rung == TransportRung.Streaming) choice.StepDown("No HTTP/2.");
        choice.Welcomed();
        return choice;
    }
}
