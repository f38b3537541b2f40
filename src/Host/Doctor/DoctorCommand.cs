using System.CommandLine;
using TopGun.Host.Serving;

namespace TopGun.Host.Doctor;

/// <summary>The command <c>topgun doctor</c>.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var options = new ServeOptions();
        var command = new Command(
            "doctor",
            "Looks at what 'serve' would start with, and says what is wrong and how to cure it: configuration, permissions, ports, TLS, store, and the clock against the database's. Takes the options and variables of 'serve', starts nothing and changes nothing. Ends with 1 if something is bad.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => RunAsync(() => options.Read(parsed), Console.Out, cancellationToken));
        return command;
    }

    /// <summary>Examines and prints.</summary>
    /// <returns>0, or 1 if something is bad.</returns>
    public static async Task<int> RunAsync(Func<ServeSettings> read, TextWriter output, CancellationToken cancellationToken)
    {
        var worst = Verdict.Good;
        await foreach (var finding in Examination.RunAsync(read, cancellationToken))
        {
            var mark = finding.Verdict switch { Verdict.Good => "good", Verdict.Doubtful => "look", _ => "bad " };
            await output.WriteLineAsync($"{mark}  {finding.Subject}: {finding.Text}");
            if (finding.Verdict > worst) worst = finding.Verdict;
        }

        await output.WriteLineAsync(worst switch
        {
            Verdict.Good => "Everything is as it should be.",
            Verdict.Doubtful => "The server would start; look at the lines marked 'look'.",
            _ => "The server would not start or not serve; mend the lines marked 'bad'.",
        });
        return worst == Verdict.Bad ? 1 : 0;
    }
}
