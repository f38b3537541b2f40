using Grpc.Net.Client;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>Our client against the server of another implementation, the one in C under Python.</summary>
public sealed class ForeignServerTests
{
    // The server looks at no compression of requests, which its interface does not tell.
    public static TheoryData<string> Cases => [.. PublicCases.All.Keys.Where(name => !name.StartsWith("client_compressed", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(Cases))]
    public async Task Our_client_plays_the_public_cases(string name)
    {
        var python = ForeignProgram.Require("python3");
        using var contract = new ContractFile();
        using var server = ForeignProgram.Start(python, "server.py", contract.File);
        try
        {
            var port = await server.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60));
            using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{port}");
            await PublicCases.All[name](channel).WaitAsync(TimeSpan.FromSeconds(60));
        }
        finally
        {
            server.Kill();
        }
    }
}
