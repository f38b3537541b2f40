using System.Security.Cryptography;
using System.Text;
using TopGun.Server.Auth;

namespace TopGun.Host.Serving;

/// <summary>The secret of a server for trying out: made up once and kept beside the data file, so that tokens outlive a restart.</summary>
internal static class DevSecret
{
    private const int Bytes = 48;
    private const string Ending = ".dev-secret";

    /// <summary>The secret that belongs to a data file.</summary>
    /// <exception cref="StartFailure">It can't be kept.</exception>
    public static string For(string dataFile)
    {
        var file = dataFile + Ending;
        try
        {
            if (File.Exists(file)) return Kept(file);

            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(Bytes));
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var writer = new StreamWriter(file, options);
            writer.WriteLine(secret);
            return secret;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"The secret for --dev can't be kept in {file}: {failure.Message} Choose another place with --data.", failure);
        }
    }

    /// <summary>The secret that a server for trying out has made for a data file. None is made here: no server would know it.</summary>
    /// <exception cref="StartFailure">There is none, or it can't be read.</exception>
    public static string Existing(string dataFile)
    {
        var file = dataFile + Ending;
        try
        {
            return File.Exists(file)
                ? Kept(file)
                : throw new StartFailure($"There is no secret file {file}: start 'topgun serve --dev --data {dataFile}' first, or mend the path of --dev-data.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new StartFailure($"The secret for --dev in {file} can't be read: {failure.Message}", failure);
        }
    }

    private static string Kept(string file)
    {
        var secret = File.ReadAllText(file).Trim();
        var bytes = Encoding.UTF8.GetByteCount(secret);
        return bytes >= JwtOptions.MinSecretBytes
            ? secret
            : throw new StartFailure($"The secret for --dev in {file} has {bytes} bytes and needs at least {JwtOptions.MinSecretBytes}: delete the file, and a new one is made.");
    }
}
