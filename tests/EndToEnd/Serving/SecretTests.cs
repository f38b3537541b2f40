using System.Diagnostics;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Serving;

/// <summary>Secrets come from files, and no log shows them, however much it says.</summary>
public class SecretTests
{
    private const string Secret = "a-secret-that-nobody-must-ever-read-in-a-log";
    private const string Token = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhbGljZSIsImV4cCI6NDEwMjQ0NDgwMH0.bm90LXRoZS1zaWduYXR1cmU";

    [Fact]
    public async Task The_secret_is_read_from_a_file_and_neither_it_nor_a_token_is_logged()
    {
        using var place = new Place();
        await File.WriteAllTextAsync(place.File("secret"), Secret + "\n");
        using var process = Process.Start(ProgramRun.Describe(Built.TopGun, ["serve", "--port", "0", "--bind", "127.0.0.1", "--data", place.Data, "--log", "trace,web=trace"], new Dictionary<string, string>
        {
            ["TOPGUN_JWT_SECRET_FILE"] = place.File("secret"),
            ["TOPGUN_PERMISSIONS"] = "*:notes:READ",
            ["TOPGUN_LOG_FORMAT"] = "json",
        }))!;
        List<string> lines = [];
        try
        {
            using var patience = new CancellationTokenSource(ProgramRun.Patience);
            while (lines.LastOrDefault() != "ready" && await process.StandardOutput.ReadLineAsync(patience.Token) is { } line) lines.Add(line);
            var web = lines.Single(line => line.StartsWith("web:", StringComparison.Ordinal))["web:   ".Length..];
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{web}/topgun.v1.MapService/Get")) { Content = new ByteArrayContent([0, 0, 0, 0, 0]) };
            request.Content.Headers.ContentType = new("application/grpc-web+proto");
            request.Headers.TryAddWithoutValidation("authorization", $"Bearer {Token}");
            using var answer = await http.SendAsync(request, patience.Token);
            Assert.Contains("signature", await answer.Content.ReadAsStringAsync(patience.Token) + answer.Headers + answer.TrailingHeaders);
        }
        finally
        {
            process.Kill();
            lines.Add(await process.StandardOutput.ReadToEndAsync());
            lines.Add(await process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
        }

        var said = string.Join('\n', lines);
        Assert.Contains("\"LogLevel\"", said);
        Assert.DoesNotContain(Secret, said);
        foreach (var part in Token.Split('.')) Assert.DoesNotContain(part, said);
    }
}
