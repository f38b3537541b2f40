using System.CommandLine;

namespace TopGun.Host.Serving;

/// <summary>The command <c>topgun serve</c>.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var options = new ServeOptions();
        var command = new Command("serve", "Starts the server. To try out: topgun serve --dev. Without --dev it needs TOPGUN_JWT_SECRET (at least 32 bytes; or keys or an identity provider) and TOPGUN_PERMISSIONS (or TOPGUN__ACCESSFILE). TOPGUN_TLS_CERT and TOPGUN_TLS_KEY (PEM files) turn on TLS, and one port serves all then. WEB_ORIGINS lists the origins whose pages may call, by commas. 'topgun doctor' says what is missing.");
        options.AddTo(command);
        command.SetAction((parsed, cancellationToken) => ServerRun.RunAsync(options.Read(parsed), Console.Out, cancellationToken));
        return command;
    }
}
