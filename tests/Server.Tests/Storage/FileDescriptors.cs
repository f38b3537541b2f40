using System.Runtime.InteropServices;

namespace TopGun.Server.Tests.Storage;

/// <summary>Puts a device in the place of an open file: real errors of the system, without root and without a full disk.</summary>
/// <remarks>Of Linux only; a test that uses it skips itself elsewhere.</remarks>
internal sealed class FileDescriptors : IDisposable
{
    private const int ReadWrite = 2;

    private readonly Dictionary<int, int> _saved = [];

    /// <summary>Replaces every open handle of this process on a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="device"><c>/dev/null</c> takes writes and fails at fsync. Not <c>/dev/full</c>: what SQLite reads again when it rolls back would be zeros.</param>
    public FileDescriptors(string path, string device)
    {
        var replacement = Open(device, ReadWrite);
        Assert.True(replacement >= 0);
        foreach (var link in Directory.GetFiles("/proc/self/fd").Where(link => new FileInfo(link).LinkTarget == path))
        {
            var descriptor = int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture);
            _saved[descriptor] = Duplicate(descriptor);
            Assert.Equal(descriptor, Duplicate(replacement, descriptor));
        }

        Assert.NotEmpty(_saved);
        Close(replacement);
    }

    /// <summary>Puts the file back.</summary>
    public void Dispose()
    {
        foreach (var (descriptor, saved) in _saved)
        {
            Duplicate(saved, descriptor);
            Close(saved);
        }
    }

    [DllImport("libc", EntryPoint = "open")]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "dup")]
    private static extern int Duplicate(int descriptor);

    [DllImport("libc", EntryPoint = "dup2")]
    private static extern int Duplicate(int from, int to);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int descriptor);
}
