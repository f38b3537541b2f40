using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Npgsql;

namespace TopGun.Server.Tests.Storage.Postgres;

/// <summary>A PostgreSQL of its own for tests: made in a temporary directory from the system's programs, and removed with it.</summary>
/// <remarks>PostgreSQL refuses to run as root, so where the tests do, it runs as another user.</remarks>
public sealed class PostgresServer : IAsyncDisposable
{
    public const string Admin = "admin";
    public const string Password = "p@ss/w:rd %";
    public const string Missing = "Needs PostgreSQL; scripts/install-test-tools.sh installs it.";

    private const int SigInt = 2;
    private const int SigQuit = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DirectoryInfo _directory;
    private readonly string[] _settings;
    private readonly Queue<string> _said = new();
    private Process? _process;
    private int _databases;

    private PostgresServer(DirectoryInfo directory, string[] settings) => (_directory, _settings) = (directory, settings);

    /// <summary>Whether its programs are on this machine.</summary>
    public static bool IsInstalled => Programs is not null;

    /// <summary>The port on loopback; the same after a restart.</summary>
    public int Port { get; private set; }

    /// <summary>The directory of its socket.</summary>
    public string Sockets => _directory.FullName;

    private static string? Programs { get; } = new[] { "/usr/lib/postgresql", "/usr/local", "/usr" }
        .Where(Directory.Exists)
        .SelectMany(root => root == "/usr/lib/postgresql" ? Directory.GetDirectories(root).OrderByDescending(version => version, StringComparer.Ordinal) : (IEnumerable<string>)[root])
        .Select(root => Path.Combine(root, "bin"))
        .FirstOrDefault(bin => File.Exists(Path.Combine(bin, "initdb")) && File.Exists(Path.Combine(bin, "postgres")));

    private static string User { get; } = File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)) ? "postgres" : "nobody";

    private string Data => Path.Combine(_directory.FullName, "data");

    /// <summary>Makes one and starts it.</summary>
    /// <param name="isDurable">Whether commits reach the disk; without, tests that do not crash it are faster.</param>
    /// <param name="settings">More settings, such as <c>ssl=on</c>.</param>
    public static async Task<PostgresServer> StartAsync(bool isDurable = false, params string[] settings)
    {
        var server = new PostgresServer(Directory.CreateTempSubdirectory("topgun-pg-"), [$"fsync={(isDurable ? "on" : "off")}", .. settings]);
        try
        {
            await server.MakeAsync();
            await server.StartAgainAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts it after it was stopped, on the same data; does nothing while it runs.</summary>
    public async Task StartAgainAsync()
    {
        if (_process is { HasExited: false }) return;
        var started = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            if (Port == 0 || (attempt > 1 && attempt % 3 == 0 && _databases == 0)) Port = FreePort();
            _process = Start("postgres", [
                "-D", Data, "-p", $"{Port}", "-k", Sockets, "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200", "-c", "shared_buffers=64MB",
                "-c", "logging_collector=off", "-c", "lc_messages=C", .. _settings.SelectMany(setting => new[] { "-c", setting })]);
            while (!_process.HasExited)
            {
                if (await IsUpAsync()) return;
                if (Stopwatch.GetElapsedTime(started) > Patience) throw new TimeoutException($"PostgreSQL does not start: {Said()}");
                await Task.Delay(20);
            }

            // Somebody else may have got the port, or the one before may still be letting go of it.
            if (attempt == 10) throw new InvalidOperationException($"PostgreSQL does not start: {Said()}");
            await Task.Delay(100);
        }
    }

    /// <summary>Stops it as a power failure would: nothing is written any more, and connections break.</summary>
    public Task StopAtOnceAsync() => StopAsync(SigQuit);

    /// <summary>Stops it in order; connections are closed.</summary>
    public Task StopAsync() => StopAsync(SigInt);

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"db{Interlocked.Increment(ref _databases)}";
        await RunAsync($"CREATE DATABASE {name}");
        return name;
    }

    /// <summary>The address of a database for the store, with patience for a machine that is busy.</summary>
    public string AddressOf(string database, string user = Admin, string password = Password, string more = "sslmode=disable")
        => $"postgresql://{Uri.EscapeDataString(user)}:{Uri.EscapeDataString(password)}@127.0.0.1:{Port}/{database}?connect_timeout=60{(more.Length > 0 ? $"&{more}" : "")}";

    /// <summary>Runs SQL as the administrator.</summary>
    public async Task RunAsync(string sql, string database = "postgres")
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of the first row, as the administrator.</summary>
    public async Task<object?> AskAsync(string sql, string database = "postgres")
    {
        await using var connection = await ConnectAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    /// <summary>The path of a file in its directory, for programs that run as its user.</summary>
    public string PathOf(string name) => Path.Combine(_directory.FullName, name);

    /// <summary>Starts a program as its user.</summary>
    public Process Start(string program, params string[] arguments)
    {
        string[] command = [Path.IsPathRooted(program) ? program : Path.Combine(Programs!, program), .. arguments];
        if (Environment.UserName == "root") command = ["setpriv", $"--reuid={User}", $"--regid={User}", "--init-groups", .. command];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Gives a file to its user.</summary>
    public static void GiveAway(string path)
    {
        if (Environment.UserName != "root") return;
        using var chown = Process.Start("chown", ["-R", User, path]);
        chown.WaitForExit();
        Assert.Equal(0, chown.ExitCode);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(SigQuit);
        _directory.Delete(recursive: true);
    }

    /// <summary>A port that nobody listens on, at this moment.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private void Hear(string? line)
    {
        if (line is null) return;
        lock (_said)
        {
            _said.Enqueue(line);
            if (_said.Count > 200) _said.Dequeue();
        }
    }

    private string Said()
    {
        lock (_said) return string.Join('\n', _said);
    }

    private async Task MakeAsync()
    {
        if (!OperatingSystem.IsWindows()) _directory.UnixFileMode = (UnixFileMode)0b111_101_101;
        var password = PathOf("password");
        await File.WriteAllTextAsync(password, Password);
        GiveAway(_directory.FullName);
        using var made = Start("initdb", "-D", Data, "-U", Admin, "-A", "scram-sha-256", $"--pwfile={password}", "--no-sync", "-E", "UTF8", "--locale=C");
        await made.WaitForExitAsync().WaitAsync(Patience);
        if (made.ExitCode != 0) throw new InvalidOperationException($"initdb failed: {Said()}");
        await File.WriteAllLinesAsync(Path.Combine(Data, "pg_hba.conf"), [
            "local all all trust",
            "host all shut_out 127.0.0.1/32 reject",
            "hostnossl all only_tls 127.0.0.1/32 reject",
            "host all all 127.0.0.1/32 scram-sha-256",
        ]);
        MakeCertificate();
    }

    // Signed by itself, for TLS. The key must be its user's alone.
    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path.Combine(Data, "server.crt"), certificate.ExportCertificatePem());
        var file = Path.Combine(Data, "server.key");
        File.WriteAllText(file, key.ExportPkcs8PrivateKeyPem());
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        GiveAway(Data);
    }

    private async Task<bool> IsUpAsync()
    {
        try
        {
            await using var connection = await ConnectAsync("postgres");
            return true;
        }
        catch (Exception error) when (error is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            return false;
        }
    }

    private async Task<NpgsqlConnection> ConnectAsync(string database)
    {
        var connection = new NpgsqlConnection($"Host={Sockets};Port={Port};Username={Admin};Database={database};Pooling=false;Timeout=10;Command Timeout=60");
        await connection.OpenAsync();
        return connection;
    }

    private async Task StopAsync(int signal)
    {
        if (_process is not { } process) return;
        _process = null;
        if (!process.HasExited) Kill(process.Id, signal);
        await process.WaitForExitAsync().WaitAsync(Patience);
        process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
