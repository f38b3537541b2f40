using System.Text.Json;
using System.Text.Json.Serialization;
using TopGun.Core.Access;

namespace TopGun.Server.Auth;

/// <summary>The file of permissions and revocations, which is read again when it changes.</summary>
internal sealed record AccessFile
{
    private const int MaxBytes = 4 << 20;

    /// <summary>Who may do what.</summary>
    public List<PermissionRule> Permissions { get; set; } = [];

    /// <summary>Which tokens are not accepted any more.</summary>
    public List<Revocation> Revoked { get; set; } = [];

    /// <summary>What is wrong with a file, or null.</summary>
    public static string? WhyNot(string path)
    {
        try
        {
            Read(path);
            return null;
        }
        catch (InvalidDataException mistake)
        {
            return mistake.Message;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">It can't be read or has mistakes; the message names the file and all of them.</exception>
    public static AccessFile Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length is var bytes and > MaxBytes) throw new InvalidDataException($"TopGun:AccessFile names '{path}', which has {bytes:N0} bytes; at most {MaxBytes:N0} are accepted.");
            var file = JsonSerializer.Deserialize(File.ReadAllText(path), AccessJson.Default.AccessFile) ?? new AccessFile();
            string[] mistakes = [.. AccessRules.Mistakes(file.Permissions, file.Revoked, $"{path}: ")];
            return mistakes.Length == 0 ? file : throw new InvalidDataException(string.Join(" ", mistakes));
        }
        catch (JsonException mistake)
        {
            throw new InvalidDataException(
                $"TopGun:AccessFile names '{path}', which is wrong at line {mistake.LineNumber + 1}, {mistake.Path}: an object like {{ \"permissions\": [{{ \"roles\": [\"editor\"], \"maps\": [\"notes-*\"], \"actions\": \"READ, PUT\" }}], \"revoked\": [{{ \"subject\": \"alice\", \"issuedBefore\": \"2026-01-01T00:00:00Z\" }}] }} is expected.", mistake);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new InvalidDataException($"TopGun:AccessFile names '{path}', which can't be read: {failure.Message}", failure);
        }
    }
}
