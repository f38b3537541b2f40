using System.Diagnostics;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>The server as a part of another application: the sample, as it stands.</summary>
public class EmbeddedTests
{
    [Fact]
    public async Task An_application_has_its_server_a_rule_in_its_own_language_and_writes_of_its_own()
    {
        using var place = new Place();
        using var process = Process.Start(ProgramRun.Describe(
            Built.Embedded, ["--Port", "0", "--TopGun:DataFile", place.File("shop.db")], folder: Path.GetDirectoryName(Built.Embedded)))!;
        try
        {
            using var patience = new CancellationTokenSource(ProgramRun.Patience);
            List<string> lines = [];
            while (await process.StandardOutput.ReadLineAsync(patience.Token) is { } line && line != "ready") lines.Add(line);

            Assert.Equal(
                [
                    "ServerWrite { Version = 1, IsApplied = True, Refusal = , Resolver =  }",
                    "ServerWrite { Version = 0, IsApplied = False, Refusal = Of apples there is not so much left., Resolver = never-below-zero }",
                    "{\"amount\":5}",
                ],
                lines);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync();
        }
    }
}
