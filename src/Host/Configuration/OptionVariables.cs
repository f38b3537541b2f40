using System.Collections;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using TopGun.Server;

namespace TopGun.Host.Configuration;

/// <summary>Options of the server as variables: <c>TOPGUN__LIMITS__OPSPERSECOND</c> is <c>Limits:OpsPerSecond</c>, in any case of letters.</summary>
internal static partial class OptionVariables
{
    private const string Prefix = "TOPGUN__";
    private const string FileEnding = "_FILE";

    /// <summary>The options that are set so, by their names.</summary>
    /// <exception cref="StartFailure">Files that are named can't be read.</exception>
    public static IReadOnlyDictionary<string, string?> Read(IDictionary environment)
    {
        Dictionary<string, string?> options = new(StringComparer.OrdinalIgnoreCase);
        var mistakes = new Mistakes();
        foreach (DictionaryEntry variable in environment)
        {
            var name = (string)variable.Key;
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var isFile = name.EndsWith(FileEnding, StringComparison.OrdinalIgnoreCase);
            var option = name[Prefix.Length..(isFile ? ^FileEnding.Length : ^0)].Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);
            options[option] = isFile ? mistakes.Read(() => VariableFile.Read(name, (string)variable.Value!), "") : (string?)variable.Value;
        }

        mistakes.ThrowIfAny();
        return options;
    }

    /// <summary>Sets them.</summary>
    /// <exception cref="StartFailure">Names are not known, or values are of a wrong form. All others are set.</exception>
    public static void Bind(IReadOnlyDictionary<string, string?> named, TopGunServerOptions options)
    {
        // Each for itself, since the binder ends with the first mistake; but all entries of a list together, which are one value.
        var mistakes = new Mistakes();
        foreach (var one in named.GroupBy(option => List().Match(option.Key) is { Success: true } list ? list.Value : option.Key, StringComparer.OrdinalIgnoreCase))
            mistakes.Read(() => BindOne(one, options));
        mistakes.ThrowIfAny();
    }

    private static void BindOne(IEnumerable<KeyValuePair<string, string?>> named, TopGunServerOptions options)
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

    // The name of a list: what stands before the number of an entry.
    [GeneratedRegex("^[^:0-9][^:]*(:[^:0-9][^:]*)*(?=:[0-9]+(:|$))")]
    private static partial Regex List();
}
