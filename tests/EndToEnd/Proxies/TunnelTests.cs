using System.Diagnostics;
using TopGun.EndToEnd.Processes;
using TopGun.Grpc.Tests;

namespace TopGun.EndToEnd.Proxies;

/// <summary>A client in a network that lets nothing out but through a proxy with a password, to a server with TLS.</summary>
public sealed class TunnelTests
{
    [Fact]
    public async Task A_client_syncs_through_the_proxy_of_its_environment()
    {
        using var place = new Place();
        var folder = Path.GetDirectoryName(place.Data)!;
        await using var server = await (await TestCertificate.MakeAsync(place)).ServeAsync(place.Data);
        await using var proxy = new TunnelProxy("user", "word");

        var end = await DeviceAsync(server, folder, "first.db", $"http://user:word@{proxy.Address.Authority}", "create Milk", "synced", "saved");

        Assert.Equal(0, end.ExitCode);
        Assert.Contains("pending=0 rejected=0", end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
        Assert.True(proxy.Tunnels >= 1);
    }

    // The second device sees what the first one wrote: nothing of it came by another way than the tunnel.
    [Fact]
    public async Task What_one_device_wrote_through_the_tunnel_another_one_has()
    {
        using var place = new Place();
        var folder = Path.GetDirectoryName(place.Data)!;
        await using var server = await (await TestCertificate.MakeAsync(place)).ServeAsync(place.Data);
        await using var proxy = new TunnelProxy("user", "word");
        var way = $"http://user:word@{proxy.Address.Authority}";
        await DeviceAsync(server, folder, "first.db", way, "create Milk", "saved");

        var end = await DeviceAsync(server, folder, "second.db", way, "synced", "show");

        Assert.Contains("Milk", end.Output);
        Assert.True(proxy.Tunnels >= 2);
    }

    private static async Task<ProgramEnd> DeviceAsync(ServerProcess server, string folder, string replica, string proxy, params string[] commands)
    {
        var start = ProgramRun.Describe(
            Built.TwoDevices,
            ["device", "tunnelled", Path.Combine(folder, replica), server.Address, server.Token],
            new Dictionary<string, string> { ["HTTPS_PROXY"] = proxy, ["https_proxy"] = proxy, ["NO_PROXY"] = "", ["no_proxy"] = "", ["SSL_CERT_FILE"] = Path.Combine(folder, "cert.pem") });
        start.RedirectStandardInput = true;
        using var device = Process.Start(start)!;
        try
        {
            using var patience = new CancellationTokenSource(ProgramRun.Patience);
            var (output, errors) = (device.StandardOutput.ReadToEndAsync(patience.Token), device.StandardError.ReadToEndAsync(patience.Token));
            foreach (var command in commands) await device.StandardInput.WriteLineAsync(command.AsMemory(), patience.Token);
            device.StandardInput.Close();
            await device.WaitForExitAsync(patience.Token);
            return new ProgramEnd(device.ExitCode, await output, await errors);
        }
        finally
        {
            if (!device.HasExited) device.Kill(entireProcessTree: true);
        }
    }
}
