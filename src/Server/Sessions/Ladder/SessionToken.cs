using System.Security.Cryptography;
using TopGun.Core.Sync;

namespace TopGun.Server.Sessions.Ladder;

/// <summary>How calls name the session that they belong to: the server's process, so that a call that came elsewhere can be told where to go, and a secret.</summary>
internal static class SessionToken
{
    /// <summary>The longest that is looked at.</summary>
    public const int MaxLength = 128;

    private const int ProcessBytes = 4;
    private const int SecretBytes = 16;

    /// <summary>What calls for a session that is not known get.</summary>
    public static SyncError Unknown { get; } = new(ErrorCode.SessionUnknown, "The session is not known here, or no longer: begin a new one.");

    /// <summary>Draws the name of a process.</summary>
    public static string DrawProcess() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(ProcessBytes));

    /// <summary>Draws a token.</summary>
    public static string Draw(string process) => $"{process}.{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(SecretBytes))}";
}
