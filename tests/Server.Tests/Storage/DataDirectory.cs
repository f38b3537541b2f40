namespace TopGun.Server.Tests.Storage;

/// <summary>A directory for a test, removed with what is in it.</summary>
internal sealed class DataDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-store-");

    /// <summary>The path of a file in it.</summary>
    public string File(string name = "data.db") => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
