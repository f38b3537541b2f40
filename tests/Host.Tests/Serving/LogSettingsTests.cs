using Microsoft.Extensions.Logging;
using TopGun.Host.Serving;

namespace TopGun.Host.Tests.Serving;

/// <summary>How much of which room is logged, and in which form.</summary>
public class LogSettingsTests
{
    [Fact]
    public void Levels_are_given_for_all_and_for_rooms()
    {
        var settings = LogSettings.Of("warning, sessions=debug,web=info", "json");

        Assert.True(settings.IsJson);
        Assert.Equal(LogLevel.Warning, settings.Level);
        using var services = LoggerFactory.Create(settings.AddTo);
        Assert.True(services.CreateLogger("TopGun.Server.Sessions.SyncSessions").IsEnabled(LogLevel.Debug));
        Assert.False(services.CreateLogger("TopGun.Server.Maps.PartitionExecutor").IsEnabled(LogLevel.Information));
        Assert.True(services.CreateLogger("Microsoft.AspNetCore.Server.Kestrel").IsEnabled(LogLevel.Information));
        Assert.False(LogSettings.Of(null, null).IsJson);
    }

    [Theory]
    [InlineData("loud", null, "'loud'")]
    [InlineData("sesions=debug", null, "sessions, storage")]
    [InlineData("sessions=loud", null, "trace, debug, info")]
    [InlineData(null, "xml", "console and json")]
    public void What_is_not_known_is_named_with_what_is(string? levels, string? format, string named)
        => Assert.Contains(named, Assert.Throws<StartFailure>(() => LogSettings.Of(levels, format)).Message);
}
