using System.Globalization;

namespace TopGun.Grpc.Tests.Malformed;

/// <summary>Whether a run keeps memory: what is reachable at its end against what was after its first tenth, when pools and code are there.</summary>
internal sealed class KeptMemory
{
    // No test runs beside this one, but pools may grow once more; a leak of a single buffer for each exchange is far beyond it.
    private const long MostBytes = 32 << 20;

    private long _before;

    /// <summary>Notes what is reachable now.</summary>
    public void Begin() => _before = GC.GetTotalMemory(forceFullCollection: true);

    /// <summary>Fails when much more is reachable than at the beginning.</summary>
    /// <returns>Both, for people.</returns>
    public string End()
    {
        var after = GC.GetTotalMemory(forceFullCollection: true);
        var told = string.Create(CultureInfo.InvariantCulture, $"{_before:N0} bytes at first, {after:N0} at the end.");
        Assert.True(after - _before < MostBytes, told);
        return told;
    }
}
