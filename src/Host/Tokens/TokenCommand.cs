using System.CommandLine;
using System.Text;
using TopGun.Host.Serving;
using TopGun.Server.Auth;

namespace TopGun.Host.Tokens;

/// <summary>The command <c>topgun token</c>.</summary>
internal static class TokenCommand
{
    private const int MaxHours = 24 * 366;

    public static Command Create()
    {
        var subject = new Option<string>("--sub") { Description = "The user whom the token names.", Required = true };
        var roles = new Option<string[]>("--role") { Description = "A role of the user; may be given several times." };
        var hours = new Option<int>("--hours") { Description = $"For how long it is valid, 1 to {MaxHours}.", DefaultValueFactory = _ => 24 };
        var data = new Option<string?>("--dev-data") { Description = "Sign with the secret that 'serve --dev' keeps beside this data file, instead of TOPGUN_JWT_SECRET." };
        var command = new Command("token", "Prints a token that is signed with the server's secret.") { subject, roles, hours, data };
        command.SetAction(parsed =>
        {
            var lifetime = parsed.GetValue(hours);
            if (lifetime is < 1 or > MaxHours) throw new StartFailure($"--hours is {lifetime}; 1 to {MaxHours} are valid.");
            if (string.IsNullOrWhiteSpace(parsed.GetValue(subject))) throw new StartFailure("--sub is empty; it names the user.");
            Console.Out.WriteLine(TokenMint.Mint(
                SecretOf(parsed.GetValue(data)), parsed.GetValue(subject)!, parsed.GetValue(roles) ?? [], TimeSpan.FromHours(lifetime), TimeProvider.System));
            return 0;
        });
        return command;
    }

    private static string SecretOf(string? devData)
    {
        if (devData is not null) return DevSecret.Existing(ServeSettings.FileOf("--dev-data", devData));
        var secret = Environment.GetEnvironmentVariable("TOPGUN_JWT_SECRET");
        return Encoding.UTF8.GetByteCount(secret ?? string.Empty) >= JwtOptions.MinSecretBytes
            ? secret!
            : throw new StartFailure($"TOPGUN_JWT_SECRET has fewer than {JwtOptions.MinSecretBytes} bytes: set it to the server's secret, or name the data file of a --dev server with --dev-data.");
    }
}
