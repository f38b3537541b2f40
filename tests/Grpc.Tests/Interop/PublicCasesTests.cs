using Grpc.Net.Client;
using TopGun.Grpc.Wire;

namespace TopGun.Grpc.Tests.Interop;

/// <summary>The public interop cases of gRPC, between our client and our server, in every form that can carry them.</summary>
public sealed class PublicCasesTests
{
    public static TheoryData<string> Cases => [.. PublicCases.All.Keys];

    [Theory, MemberData(nameof(Cases))]
    public Task By_gRPC(string name) => PlayAsync(name, WireForm.Grpc, "2.0");

    [Theory, MemberData(nameof(Cases))]
    public Task By_gRPC_Web_on_Http_2(string name) => PlayAsync(name, WireForm.Web, "2.0");

    [Theory, MemberData(nameof(Cases))]
    public async Task By_gRPC_Web_in_text_on_Http_1_1(string name)
    {
        // Where a response is wanted before the requests have ended, HTTP/1.1 has none to give.
        if (name is not ("ping_pong" or "cancel_after_first_response" or "status_code_and_message" or "client_compressed_streaming"))
            await PlayAsync(name, WireForm.WebText, "1.1");
    }

    private static async Task PlayAsync(string name, WireForm form, string version)
    {
        await using var host = await InteropHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(
            version == "1.1" ? host.WebAddress : host.Address, new GrpcChannelOptions { Form = form, HttpVersion = Version.Parse(version) });
        await PublicCases.All[name](channel).WaitAsync(TimeSpan.FromSeconds(60));
    }
}
