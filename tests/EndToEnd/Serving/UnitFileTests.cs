using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>deploy/topgun.service, against systemd and against the executable.</summary>
public sealed class UnitFileTests : IDisposable
{
    private const string Installed = "/usr/local/bin/topgun";

    private static readonly string Unit = File.ReadAllText(Path.Combine(Built.Root, "deploy", "topgun.service"));

    private readonly Place _place = new();

    [Fact]
    public async Task Systemd_finds_nothing_wrong_with_it()
    {
        Assert.SkipUnless(ProgramRun.IsInstalled("systemd-analyze"), "systemd-analyze is not installed.");
        Assert.Equal("", await VerifyAsync(Unit));
        // It says what is wrong, and ends with 0 all the same.
        Assert.Contains("ProtectHoome", await VerifyAsync(Unit.Replace("ProtectHome=", "ProtectHoome=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task What_it_runs_finds_its_settings_complete()
    {
        var (state, credentials) = (Directory.CreateDirectory(_place.File("state")).FullName, Directory.CreateDirectory(_place.File("credentials")).FullName);
        await File.WriteAllTextAsync(Path.Combine(credentials, "jwt-secret"), "a-secret-of-the-tests-with-more-than-32-bytes\n");
        var variables = Values("Environment")
            .Select(line => line.Replace("%d", credentials, StringComparison.Ordinal).Replace("/var/lib/topgun", state, StringComparison.Ordinal).Split('=', 2))
            .ToDictionary(variable => variable[0], variable => variable[1]);
        // What the operator's file says; and no ports that something on this machine may have.
        (variables["TOPGUN_PERMISSIONS"], variables["GRPC_PORT"], variables["WEB_PORT"]) = ("editor:notes-*:READ,PUT", "0", "0");

        Assert.Equal([$"{Installed} serve"], Values("ExecStart"));
        var doctor = Assert.Single(Values("ExecStartPre")).Split(' ');
        Assert.Equal(Installed, doctor[0]);
        var end = await ProgramRun.RunAsync(Built.TopGun, doctor[1..], variables, state);

        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        Assert.Contains($"{state}/topgun.db", end.Output);
        Assert.Contains("Everything is as it should be.", end.Output);
    }

    public void Dispose() => _place.Dispose();

    private async Task<string> VerifyAsync(string unit)
    {
        var file = _place.File("topgun.service");
        // It looks whether what is to be run is there.
        await File.WriteAllTextAsync(file, unit.Replace(Installed, Built.TopGun, StringComparison.Ordinal));
        var end = await ProgramRun.RunAsync("systemd-analyze", ["verify", "--man=no", file]);
        Assert.True(end.ExitCode == 0, end.Output + end.Errors);
        return end.Output + end.Errors;
    }

    private static IEnumerable<string> Values(string name)
        => Unit.Split('\n').Where(line => line.StartsWith($"{name}=", StringComparison.Ordinal)).Select(line => line[(name.Length + 1)..]);
}
