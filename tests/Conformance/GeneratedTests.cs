using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance;

/// <summary>Languages whose code is generated and read, but makes no calls here.</summary>
public sealed class GeneratedTests
{
    [Fact]
    public async Task PHP_reads_what_is_generated_for_it_and_keeps_values()
    {
        var end = await ProgramRun.RunAsync("php", [Path.Combine(Built.Root, "clients-gen", "php", "check.php"), Built.Root], mayTake: ProgramRun.CompilersPatience);

        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
    }
}
