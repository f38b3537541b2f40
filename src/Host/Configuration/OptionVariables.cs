using System.Collections;
using Microsoft.Extensions.Configuration;
using TopGun.Server;

namespace TopGun.Host.Configuration;

/// <summary>Options of the server as variables: <c>TOPGUN__LIMITS__OPSPERSECOND</c> is <c>Limits:OpsPerSecond</c>, in any case of letters.</summary>
internal static class OptionVariables
{
    private const string Prefix = "TOPGUN__";
    private const string FileEnding = "_FILE";

    /// <summary>The options that are set so, by their names.</summary>
    /// <exception cref="StartFailure">The file that one names can't be read.</exception>
    public static IReadOnlyDictionary<string, string?> Read(IDictionary environment)
    {
        Dictionary<string, string?> options = new(StringComparer.OrdinalIgnoreCase);
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var isFile = name.EndsWith(FileEnding, StringComparison.OrdinalIgnoreCase);
            var option = name[Prefix.Length..(isFile ? ^FileEnding.Length : ^0)].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            options[option] = isFile ? VariableFile.Read(name, (string)variable.Value!) : (string?)variable.Value;
        }

        return options;
    }

    /// <summary>Sets them.</summary>
    /// <exception cref="StartFailure">A name is not known, or a value is of a wrong form.</exception>
    public static void Bind(IReadOnlyDictionary<string, string?> named, TopGunServerOptions options)
    {
        try
        {
            // What is not known is a mistake: a misspelt setting must not be left out in silence.
            new ConfigurationBuilder().AddInMemoryCollection(named).Build().Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
        }
        catch (InvalidOperationException mistake)
        {
            throw new StartFailure($"An option of the server is wrong: {mistake.Message} Names and ranges stand in docs/OPERATIONS.md; as variables they are written like TOPGUN__LIMITS__OPSPERSECOND.", mistake);
        }
    }
}
