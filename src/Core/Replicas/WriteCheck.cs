using System.Text;
using TopGun.Core.Maps;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Checks a write against the server's limits before it is logged.</summary>
internal static class WriteCheck
{
    /// <exception cref="SyncException">Something is over a limit.</exception>
    public static void Check(string map, Write write, SyncLimits limits)
    {
        Text("Map name", map, 1, limits.MaxMapNameBytes);
        Text("Key", write.Key, 1, limits.MaxKeyBytes);
    }

    private static void Text(string what, string text, int least, int most)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        if (bytes < least || bytes > most)
            throw new SyncException(ErrorCode.LimitExceeded, $"{what} of {bytes} bytes; {least} to {most} are accepted.");
    }
}
