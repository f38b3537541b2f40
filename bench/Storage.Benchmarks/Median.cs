namespace TopGun.Storage.Benchmarks;

/// <summary>The middle of several runs: one disturbed run on a shared machine changes nothing.</summary>
internal static class Median
{
    public const int Runs = 5;

    /// <summary>Runs something several times.</summary>
    /// <param name="run">Gives the number that is measured, for the run with this number.</param>
    public static async Task<double> OfAsync(Func<int, Task<double>> run)
    {
        var results = new double[Runs];
        for (var i = 0; i < Runs; i++) results[i] = await run(i);
        Array.Sort(results);
        return results[Runs / 2];
    }
}
