using TopGun.Client.Time;

namespace TopGun.Client.Tests.Time;

/// <summary>The clocks of the device.</summary>
public sealed class DeviceClockTests
{
    [Fact]
    public void A_given_time_is_both_clocks_and_its_boot_is_the_process()
    {
        var time = new ManualTime();
        var clock = DeviceClock.For(time);
        var before = clock.Read();

        time.Advance(TimeSpan.FromMilliseconds(1_500));
        time.JumpWall(TimeSpan.FromDays(-400));

        var after = clock.Read();
        Assert.Equal(1_500, after.MonotonicMs - before.MonotonicMs);
        Assert.Equal(TimeSpan.FromDays(-400), TimeSpan.FromMilliseconds(after.WallMs - before.WallMs - 1_500));
        Assert.Equal(before.BootId, after.BootId);
        Assert.NotEqual(before.BootId, DeviceClock.For(time).Read().BootId);
    }

    [Fact]
    public void On_Linux_two_clients_of_one_boot_read_one_clock()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/proc/sys/kernel/random/boot_id"), "The system does not tell its boot.");
        var one = DeviceClock.For(TimeProvider.System).Read();
        var two = DeviceClock.For(TimeProvider.System).Read();

        Assert.Equal(File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim(), one.BootId);
        Assert.Equal(one.BootId, two.BootId);
        Assert.InRange(two.MonotonicMs - one.MonotonicMs, 0, 60_000);
        // Since the boot, not since some moment of this process.
        Assert.True(one.MonotonicMs >= Environment.TickCount64 - 60_000);
    }
}
