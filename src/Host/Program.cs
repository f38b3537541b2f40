using System.CommandLine;
using TopGun.Host;
using TopGun.Host.Bench;
using TopGun.Host.Data;
using TopGun.Host.Doctor;
using TopGun.Host.Serving;
using TopGun.Host.Tokens;

var root = new RootCommand("TopGun: an offline-first sync service. Applications keep replicas of maps, and this server merges what they write.")
{
    ServeCommand.Create(),
    TokenCommand.Create(),
    DoctorCommand.Create(),
    BenchCommand.Create(),
    BackupCommand.Create(),
    RestoreCommand.Create(),
    VerifyCommand.Create(),
    InspectCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (StartFailure failure)
{
    // A line for each mistake, that says what to do. A stack would only hide it.
    foreach (var mistake in failure.Mistakes) await Console.Error.WriteLineAsync($"topgun: {mistake}");
    return failure.ExitCode;
}
