using System.Globalization;

namespace TopGun.LoadGenerator;

/// <summary>What the system says of a process: the CPU time that it has used, and the memory that it occupies.</summary>
internal readonly record struct ProcessReading(double CpuSeconds, long ResidentBytes)
{
    // What Linux counts in for every architecture (sysconf _SC_CLK_TCK).
    private const double TicksPerSecond = 100;

    public static ProcessReading Of(int pid)
    {
        if (pid == 0) return default;
        var fields = File.ReadAllText($"/proc/{pid}/stat");
        var numbers = fields[(fields.LastIndexOf(')') + 2)..].Split(' ');
        var ticks = long.Parse(numbers[11], CultureInfo.InvariantCulture) + long.Parse(numbers[12], CultureInfo.InvariantCulture);
        var pages = long.Parse(numbers[21], CultureInfo.InvariantCulture);
        return new ProcessReading(ticks / TicksPerSecond, pages * Environment.SystemPageSize);
    }
}
