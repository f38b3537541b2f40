using TopGun.Core.Sync;

namespace TopGun.Core.Sessions;

/// <summary>The versions of the conversation that this library speaks.</summary>
public static class ProtocolVersion
{
    /// <summary>The lowest.</summary>
    public const int Min = 1;

    /// <summary>The highest.</summary>
    public const int Max = 1;

    /// <summary>Chooses the version of a conversation: the highest that both sides speak.</summary>
    /// <exception cref="SyncException">There is none.</exception>
    public static int Choose(Hello hello)
    {
        var version = Math.Min(Max, hello.MaxVersion);
        if (version >= Math.Max(Min, hello.MinVersion)) return version;
        throw new SyncException(new SyncError(
            ErrorCode.VersionUnsupported,
            $"The client speaks protocol versions {hello.MinVersion} to {hello.MaxVersion}; this server speaks {Min} to {Max}.",
            Metadata: new Dictionary<string, string> { ["min_version"] = $"{Min}", ["max_version"] = $"{Max}" }));
    }
}
