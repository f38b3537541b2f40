namespace TopGun.Host.Tests;

/// <summary>A directory for a test, removed with what is in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("topgun-host-");

    /// <summary>The path of a file in it.</summary>
    public string File(string name) => Path.Combine(_directory.FullName, name);

    public void Dispose() => _directory.Delete(recursive: true);
}
