using System.Runtime.InteropServices;
using TopGun.Core.Time;

namespace TopGun.Client.Time;

/// <summary>The monotonic clock of a Unix that counts through sleep, with the boot that it counts from.</summary>
/// <remarks>
/// .NET's own monotonic clock stops while such a device sleeps, and what was written before would be taken for newer than it is.
/// Where the system names its boot, readings of different processes can be compared too: what was written offline before a
/// restart of the application is mapped to server time as well as what is written now.
/// </remarks>
internal sealed partial class UnixSleepClock : DeviceClock
{
    // The same idea under two names: CLOCK_BOOTTIME of Linux, CLOCK_MONOTONIC of Darwin.
    private const int ClockOfLinux = 7;
    private const int ClockOfDarwin = 6;

    private readonly TimeProvider _time;
    private readonly int _clock;
    private readonly string _boot;

    private UnixSleepClock(TimeProvider time, int clock, string boot) => (_time, _clock, _boot) = (time, clock, boot);

    /// <summary>The clock, where the system has it; else null.</summary>
    public static UnixSleepClock? Find(TimeProvider time)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsAndroid())
            return BootIdOfLinux() is { } boot && ReadMs(ClockOfLinux) is not null ? new(time, ClockOfLinux, boot) : null;

        var isDarwin = OperatingSystem.IsMacOS() || OperatingSystem.IsIOS() || OperatingSystem.IsTvOS();
        return isDarwin && ReadMs(ClockOfDarwin) is not null ? new(time, ClockOfDarwin, DrawBootId()) : null;
    }

    public override ClockReading Read() => new(_time.GetUtcNow().ToUnixTimeMilliseconds(), ReadMs(_clock) ?? 0, _boot);

    private static string? BootIdOfLinux()
    {
        try
        {
            return File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim() is { Length: > 0 } id ? id : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static long? ReadMs(int clock)
    {
        try
        {
            return GetTime(clock, out var time) == 0 ? ((long)time.Seconds * 1_000) + ((long)time.Nanoseconds / 1_000_000) : null;
        }
        catch (Exception error) when (error is EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    // Both members are of the machine's word size, on 32 bits too.
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
