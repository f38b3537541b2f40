using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>A PgBouncer in transaction mode before a PostgreSQL of the tests: each transaction may come to another session.</summary>
internal sealed class PgBouncer : IAsyncDisposable
{
    public const string Missing = "Needs PgBouncer; scripts/install-test-tools.sh installs it.";

    private const int SigTerm = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private PgBouncer(Process process, int port) => (_process, Port) = (process, port);

    public static bool IsInstalled => Program is not null;

    /// <summary>The port on loopback.</summary>
    public int Port { get; }

    private static string? Program { get; } = new[] { "/usr/sbin/pgbouncer", "/usr/local/bin/pgbouncer", "/usr/bin/pgbouncer" }.FirstOrDefault(File.Exists);

    /// <summary>Starts one with so few sessions that clients must share them.</summary>
    public static async Task<PgBouncer> StartAsync(PostgresServer server, int sessions)
    {
        for (var attempt = 1; ; attempt++)
        {
            var port = PostgresServer.FreePort();
            var (settings, users) = (server.PathOf($"bouncer-{port}.ini"), server.PathOf($"users-{port}.txt"));
            await File.WriteAllTextAsync(users, $"\"{PostgresServer.Admin}\" \"{PostgresServer.Password}\"\n");
            await File.WriteAllTextAsync(settings, $"""
                [databases]
                * = host={server.Sockets} port={server.Port}
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = {port}
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = {users}
                pool_mode = transaction
                default_pool_size = {sessions}
                """);
            PostgresServer.GiveAway(settings);
            PostgresServer.GiveAway(users);
            var process = server.Start(Program!, settings);
            var started = Stopwatch.GetTimestamp();
            while (!process.HasExited && Stopwatch.GetElapsedTime(started) < Patience)
            {
                if (await IsUpAsync(port)) return new PgBouncer(process, port);
                await Task.Delay(20);
            }

            process.Dispose();
            // Somebody else may have got the port.
            if (attempt == 5) throw new InvalidOperationException("PgBouncer does not start.");
        }
    }

    /// <summary>The address of a database for the store, by way of it.</summary>
    public string AddressOf(string database)
        => $"postgresql://{Uri.EscapeDataString(PostgresServer.Admin)}:{Uri.EscapeDataString(PostgresServer.Password)}@127.0.0.1:{Port}/{database}?connect_timeout=60&sslmode=disable";

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) Kill(_process.Id, SigTerm);
        await _process.WaitForExitAsync().WaitAsync(Patience);
        _process.Dispose();
    }

    private static async Task<bool> IsUpAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
