using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using TopGun.EndToEnd.Processes;

namespace TopGun.EndToEnd.Proxies;

/// <summary>nginx with a configuration of docs/OPERATIONS.md, in front of a server.</summary>
internal sealed class NginxProxy : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Place _place;
    private readonly ConcurrentQueue<string> _said = new();

    private NginxProxy(Process process, Place place, string address, string? trusted)
    {
        (_process, _place, Address, Trusted) = (process, place, address, trusted);
        process.ErrorDataReceived += (_, line) => _said.Enqueue(line.Data ?? "");
        process.BeginErrorReadLine();
    }

    /// <summary>Where it listens.</summary>
    public string Address { get; }

    /// <summary>The file of the certificate that it shows; null when it speaks cleartext.</summary>
    public string? Trusted { get; }

    /// <summary>What it complained of so far.</summary>
    public string Said => string.Join('\n', _said);

    /// <summary>Starts it; skips the test where there is no nginx.</summary>
    /// <param name="name">The configuration, as the page names it.</param>
    /// <param name="server">What it passes calls to.</param>
    /// <param name="idle">Its idle timeouts.</param>
    public static async Task<NginxProxy> StartAsync(string name, ServerProcess server, TimeSpan idle)
    {
        var program = new[] { "/usr/sbin/nginx", "/usr/bin/nginx" }.FirstOrDefault(File.Exists);
        Assert.SkipWhen(program is null, "nginx is not installed; scripts/install-test-tools.sh installs it.");
        for (var attempt = 0; ; attempt++)
        {
            var (place, port) = (new Place(), FreePort());
            var configuration = place.File("nginx.conf");
            var block = Block(name, server, idle, port);
            await File.WriteAllTextAsync(configuration, Configuration(block, place.File("temp")));

            // Beside the configuration, which names its files without a folder.
            var certificate = block.Contains("ssl_certificate", StringComparison.Ordinal) ? await TestCertificate.MakeAsync(place) : null;
            var process = Process.Start(ProgramRun.Describe(program!, ["-p", place.File("."), "-e", "stderr", "-c", configuration]))!;
            var proxy = new NginxProxy(process, place, $"{(certificate is null ? "http" : "https")}://127.0.0.1:{port}", certificate?.Certificate);
            if (await IsListeningAsync(process, port)) return proxy;

            // Somebody else may have taken the port meanwhile.
            await proxy.DisposeAsync();
            Assert.True(attempt < 5, proxy.Said);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _place.Dispose();
    }

    private static string Block(string name, ServerProcess server, TimeSpan idle, int port)
    {
        var page = File.ReadAllText(Path.Combine(Built.Root, "docs", "OPERATIONS.md"));
        var block = Regex.Match(page, $"<!-- proxy: {name} -->\n```nginx\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains("server {", block);
        block = block.Replace("listen 8443", $"listen 127.0.0.1:{port}", StringComparison.Ordinal).Replace(" 60s;", $" {idle.TotalSeconds:0}s;", StringComparison.Ordinal);
        return block
            .Replace("127.0.0.1:8080", new Uri(server.Address).Authority, StringComparison.Ordinal)
            .Replace("127.0.0.1:8081", new Uri(server.WebAddress).Authority, StringComparison.Ordinal);
    }

    private static string Configuration(string block, string temp) => $$"""
        daemon off;
        master_process off;
        pid {{temp}}.pid;
        events {}
        http {
            access_log off;
            client_body_temp_path {{temp}}-body;
            proxy_temp_path {{temp}}-proxy;
            fastcgi_temp_path {{temp}}-fastcgi;
            uwsgi_temp_path {{temp}}-uwsgi;
            scgi_temp_path {{temp}}-scgi;
        {{block}}
        }
        """;

    private static int FreePort()
    {
        using var finder = new TcpListener(IPAddress.Loopback, 0);
        finder.Start();
        return ((IPEndPoint)finder.LocalEndpoint).Port;
    }

    private static async Task<bool> IsListeningAsync(Process process, int port)
    {
        using var patience = new CancellationTokenSource(ProgramRun.Patience);
        while (!process.HasExited)
        {
            using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, patience.Token);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(20, patience.Token);
            }
        }

        return false;
    }
}
