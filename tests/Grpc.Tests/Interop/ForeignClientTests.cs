namespace TopGun.Grpc.Tests.Interop;

/// <summary>Clients of other languages against our server, with the service of the public cases.</summary>
public sealed class ForeignClientTests
{
    [Fact]
    public async Task Node_plays_the_public_cases()
    {
        var node = await ForeignProgram.RequireNodeAsync();
        await using var host = await InteropHost.StartAsync();
        var output = await ForeignProgram.RunAsync(node, "cases-grpc-js.mjs", host.Address.Authority, Path.Combine(ForeignProgram.Protos, "interop"));
        ForeignProgram.AllWent(output, 20);
    }

    [Fact]
    public async Task Connect_on_Node_plays_by_gRPC_and_gRPC_Web()
    {
        var node = await ForeignProgram.RequireNodeAsync();
        await using var host = await InteropHost.StartAsync();
        using var contract = new ContractFile();
        var output = await ForeignProgram.RunAsync(node, "cases-connect.mjs", host.Address.ToString(), host.WebAddress.ToString(), contract.Set);
        ForeignProgram.AllWent(output, (11 * 5) + (2 * 3));
    }

    [Fact]
    public async Task Python_plays()
    {
        var python = ForeignProgram.Require("python3");
        await using var host = await InteropHost.StartAsync();
        using var contract = new ContractFile();
        ForeignProgram.AllWent(await ForeignProgram.RunAsync(python, "cases.py", host.Address.Authority, contract.File), 13);
    }

    [Fact]
    public async Task Ruby_plays()
    {
        var ruby = ForeignProgram.Require("ruby");
        await using var host = await InteropHost.StartAsync();
        using var contract = new ContractFile();
        ForeignProgram.AllWent(await ForeignProgram.RunAsync(ruby, "cases.rb", host.Address.Authority, contract.File), 11);
    }

    [Fact, Trait("Pitfall", "31")]
    public async Task A_page_in_a_browser_plays_from_another_origin()
    {
        var (node, browser) = (await ForeignProgram.RequireNodeAsync(), ForeignProgram.Require("chromium"));
        await using var host = await InteropHost.StartAsync();
        using var contract = new ContractFile();
        var output = await ForeignProgram.RunAsync(node, "browser.mjs", browser, host.WebAddress.GetLeftPart(UriPartial.Authority), contract.Set);
        ForeignProgram.AllWent(output, 10);
    }
}
