namespace TopGun.Host.Configuration;

/// <summary>Variables whose value lies in a file: <c>NAME_FILE</c> names the file where <c>NAME</c> is not set, as containers are given secrets.</summary>
internal static class VariableFile
{
    private const string Ending = "_FILE";

    // A secret, or a line of rules.
    private const int MaxBytes = 1 << 16;

    /// <summary>The variables, and those that lie in files.</summary>
    public static Func<string, string?> Through(Func<string, string?> environment)
        => name => environment(name) is { Length: > 0 } value ? value : environment(name + Ending) is { Length: > 0 } file ? Read(name + Ending, file) : environment(name);

    /// <summary>What lies in a file, without the end of its line.</summary>
    /// <exception cref="StartFailure">It can't be read. What lies in it is never said.</exception>
    public static string Read(string name, string file)
    {
        try
        {
            if (new FileInfo(file).Length is var bytes and > MaxBytes) throw new StartFailure($"{name} names '{file}', which has {bytes:N0} bytes; at most {MaxBytes:N0} are accepted.");
            return File.ReadAllText(file).TrimEnd('\r', '\n');
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartFailure($"{name} names '{file}', which can't be read: {failure.Message} Mend the path or its permissions.", failure);
        }
    }
}
