using TopGun.Server.Limits;

namespace TopGun.Server.Tests.Limits;

/// <summary>When calls are looked at before they are read.</summary>
public class PressureTests
{
    private readonly ManualTime _time = new();

    [Fact]
    public void Only_for_a_moment_after_somebody_was_held_back()
    {
        var pressure = new Pressure(_time);
        Assert.False(pressure.IsOn);

        pressure.Note();
        Assert.True(pressure.IsOn);
        _time.Advance(Pressure.Moment);
        Assert.False(pressure.IsOn);
    }

    [Fact]
    public void Or_when_more_are_being_read_at_once_than_is_usual()
    {
        var pressure = new Pressure(_time);
        for (var i = 0; i < Pressure.FewReading; i++) pressure.BeginReading();
        Assert.False(pressure.IsOn);
        pressure.EndReading();
        pressure.BeginReading();
        Assert.False(pressure.IsOn);

        pressure.BeginReading();
        Assert.True(pressure.IsOn);
    }
}
