using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Interop;

/// <summary>What programs for Node need, fetched once.</summary>
internal static class NodePackages
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Sees to it that a folder has its packages; skips the test where there is no Node.</summary>
    public static async Task RequireAsync(string folder)
    {
        Assert.SkipUnless(ProgramRun.IsInstalled("node") && ProgramRun.IsInstalled("npm"), "Node and npm are not installed.");
        await OneAtATime.WaitAsync();
        try
        {
            // npm writes it last, and anew when other packages are asked for.
            var done = Path.Combine(folder, "node_modules", ".package-lock.json");
            if (File.Exists(done) && File.GetLastWriteTimeUtc(done) >= File.GetLastWriteTimeUtc(Path.Combine(folder, "package.json"))) return;
            var install = await ProgramRun.RunAsync("npm", ["install", "--no-audit", "--no-fund", "--ignore-scripts"], folder: folder, mayTake: ProgramRun.CompilersPatience);
            Assert.True(install.ExitCode == 0, install.Errors);
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
