using System.ComponentModel;
using System.Diagnostics;

namespace TopGun.Server.Tests.Storage;

/// <summary>A file system of a few megabytes, to be filled.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _path;

    private SmallDisk(string path) => _path = path;

    /// <summary>Mounts one.</summary>
    /// <returns>The disk; null where that is not allowed or not possible.</returns>
    public static SmallDisk? TryMount(string path, int megabytes)
    {
        Directory.CreateDirectory(path);
        return TryRun("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path) ? new SmallDisk(path) : null;
    }

    /// <summary>The path of a file on it.</summary>
    public string File(string name) => Path.Combine(_path, name);

    /// <summary>Fills it to the last byte with a file.</summary>
    public void Fill(string name)
    {
        using var file = new FileStream(File(name), FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        for (var bytes = 1 << 20; bytes > 0;)
        {
            try
            {
                file.Write(new byte[bytes]);
            }
            catch (IOException)
            {
                bytes /= 2;
            }
        }
    }

    public void Dispose() => TryRun("umount", _path);

    private static bool TryRun(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
