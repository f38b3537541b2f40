using System.Runtime.InteropServices;
using TopGun.Core.Time;

namespace TopGun.Client.Time;

/// <summary>The clock of Linux that counts from the boot and through sleep, with the boot's own id.</summary>
/// <remarks>
/// Readings of different processes of one boot can be compared by it, so what was written offline before a restart of the
/// application is mapped to server time as well as what is written now.
/// </remarks>
internal sealed partial class LinuxBootClock(TimeProvider time, string boot) : DeviceClock
{
    private const int ClockBoottime = 7;

    /// <summary>The id of this boot; null where the system does not tell it or has no such clock.</summary>
    public static string? BootId { get; } = FindBootId();

    public override ClockReading Read() => new(time.GetUtcNow().ToUnixTimeMilliseconds(), ReadMs() ?? 0, boot);

    private static string? FindBootId()
    {
        try
        {
            var id = File.ReadAllText("/proc/sys/kernel/random/boot_id").Trim();
            return id.Length > 0 && ReadMs() is not null ? id : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or EntryPointNotFoundException or DllNotFoundException)
        {
            return null;
        }
    }

    private static long? ReadMs()
        => GetTime(ClockBoottime, out var time) == 0 ? ((long)time.Seconds * 1_000) + ((long)time.Nanoseconds / 1_000_000) : null;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    // Both members are of the machine's word size, on 32 bits too.
    private readonly struct TimeSpec
    {
        public readonly nint Seconds;
        public readonly nint Nanoseconds;
    }
}
