using System.CommandLine;
using TopGun.Host.Configuration;
using TopGun.Host.Serving;
using TopGun.Server.Storage;
using TopGun.Server.Storage.Backups;

namespace TopGun.Host.Data;

/// <summary>The options by which a command is told which store it is about, and how its failures are told.</summary>
internal sealed class StoreOptions
{
    private readonly Option<string?> _data = new("--data") { Description = "The data file. Default: TOPGUN_DATA, else topgun.db in the working directory; not looked at where a database is named." };
    private readonly Option<string?> _store = new("--store") { Description = "The address of the PostgreSQL database, as for serve. Default: TOPGUN_STORE, unless --data is given." };

    /// <summary>Adds the options to a command.</summary>
    public StoreOptions AddTo(Command command)
    {
        command.Add(_data);
        command.Add(_store);
        return this;
    }

    /// <summary>The store that was named.</summary>
    /// <exception cref="StartFailure">Two were.</exception>
    public StorePlace Read(ParseResult parsed) => Read(parsed.GetValue(_data), parsed.GetValue(_store), VariableFile.Through(Environment.GetEnvironmentVariable));

    /// <summary>The store that is named, on the command line first and by the environment second.</summary>
    /// <exception cref="StartFailure">Two are on the command line, or one is of a wrong form.</exception>
    public static StorePlace Read(string? data, string? store, Func<string, string?> environment)
    {
        if (data is not null && store is not null) throw new StartFailure("--data and --store name two stores; give one of them.");
        var address = store ?? (data is null && environment("TOPGUN_STORE") is { } set && !string.IsNullOrWhiteSpace(set) ? set : null);
        return new StorePlace(data is not null ? ServeSettings.FileOf("--data", data) : ServeSettings.FileOf("TOPGUN_DATA", environment("TOPGUN_DATA") ?? "topgun.db"), address);
    }

    /// <summary>Does something with a store; what fails for a reason that its user can cure becomes the one line that says so.</summary>
    /// <exception cref="StartFailure">It failed.</exception>
    public static async Task<int> RunAsync(Func<Task<int>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception failure) when (failure is StoreOpenException or StoreCorruptException or StoreUnavailableException or StoreFailedException or BackupException)
        {
            throw new StartFailure(failure.Message, failure);
        }
    }
}
