namespace TopGun.EndToEnd.Processes;

/// <summary>A directory of a test's own, gone with it.</summary>
internal sealed class Place : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-e2e-");

    /// <summary>The server's data file in it.</summary>
    public string Data => File("server.db");

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
