using System.Globalization;
using TopGun.Conformance.Runners;
using TopGun.Conformance.Scenarios;
using TopGun.EndToEnd.Processes;
using TopGun.Server.Tests.Auth;

namespace TopGun.Conformance.Serving;

/// <summary>One server, and the runner of every language put through its scenarios, once for all tests.</summary>
public sealed class ConformanceRun : IAsyncLifetime
{
    private const string Permissions = "writer:*:READ,PUT,REMOVE,RESOLVE;reader:*:READ";

    private readonly Place _place = new();
    private readonly Dictionary<string, Report> _reports = [];
    private ServerProcess _server = null!;

    internal IReadOnlyDictionary<string, Report> Reports => _reports;

    /// <summary>The table of languages by scenarios, which is also left in artifacts/conformance.txt.</summary>
    internal string Text => Table.Of(ScenarioList.Ids, _reports);

    public async ValueTask InitializeAsync()
    {
        _server = await ServerProcess.StartGuardedAsync(_place.Data, Jwt.Secret, Permissions);
        CollectData();
        // Compilers and runners share two cores with the server.
        await Parallel.ForEachAsync(Languages.WithRunner, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (language, _) =>
        {
            var report = await RunAsync(language);
            lock (_reports) _reports[language] = report;
        });
        var artifacts = Directory.CreateDirectory(Path.Combine(Built.Root, "artifacts"));
        await File.WriteAllTextAsync(Path.Combine(artifacts.FullName, "conformance.txt"), Text);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _place.Dispose();
    }

    private async Task<Report> RunAsync(string language)
    {
        await using var lossy = new LossyProxy(() => new Uri(_server.Address), number => number % 2 == 1 ? new AnswerWatch().HasAnswer : null);
        await using var lossyWeb = new LossyProxy(() => new Uri(_server.WebAddress), number => number % 2 == 1 ? _ => true : null);
        var variables = new Dictionary<string, string>
        {
            ["CONFORMANCE_ADDRESS"] = new Uri(_server.Address).Authority,
            ["CONFORMANCE_WEB_ADDRESS"] = _server.WebAddress,
            ["CONFORMANCE_LOSSY_ADDRESS"] = lossy.Authority,
            ["CONFORMANCE_LOSSY_WEB_ADDRESS"] = lossyWeb.Authority,
            ["CONFORMANCE_TOKEN"] = Token("writer", TimeSpan.FromHours(1)),
            ["CONFORMANCE_OTHER_TOKEN"] = Token("other", TimeSpan.FromHours(1)),
            ["CONFORMANCE_READER_TOKEN"] = Token("reader", TimeSpan.FromHours(1)),
            ["CONFORMANCE_EXPIRED_TOKEN"] = Token("writer", TimeSpan.FromHours(-1)),
            ["CONFORMANCE_MAPS"] = $"{language}-",
            ["CONFORMANCE_DATA"] = _place.File("data"),
        };
        var end = await EndOfAsync(language, variables);
        return new Report(end, ScenarioList.Ids, lossy.Cuts + lossyWeb.Cuts);
    }

    // One that hangs fails its language and no other.
    private static async Task<ProgramEnd> EndOfAsync(string language, Dictionary<string, string> variables)
    {
        try
        {
            return await ProgramRun.RunAsync(Languages.RunnerOf(language), [], variables, mayTake: ProgramRun.CompilersPatience);
        }
        catch (OperationCanceledException)
        {
            return new ProgramEnd(-1, "", $"It did not end within {ProgramRun.CompilersPatience}.");
        }
    }

    // The cases of the kit and the vectors of the contract, in one folder.
    private void CollectData()
    {
        var folder = Directory.CreateDirectory(_place.File("data")).FullName;
        string[] files =
        [
            .. Directory.GetFiles(Path.Combine(Built.Root, "tests", "Conformance", "Data"), "*.json"),
            .. Directory.GetFiles(Path.Combine(Built.Root, "proto", "testdata"), "*.json"),
        ];
        foreach (var file in files) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
    }

    private static string Token(string user, TimeSpan lifetime)
    {
        var role = user == "reader" ? "reader" : "writer";
        var expiry = (DateTimeOffset.UtcNow + lifetime).ToUnixTimeSeconds();
        return Jwt.For(user, expiry, string.Create(CultureInfo.InvariantCulture, $",\"roles\":[\"{role}\"]"));
    }
}
