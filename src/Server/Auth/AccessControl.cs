using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TopGun.Core.Access;
using TopGun.Server.Sessions;

namespace TopGun.Server.Auth;

/// <summary>Who may do what now: the rules of the options and those of the access file, which is read again when it changes. Safe for many threads at once.</summary>
internal sealed class AccessControl : IMapAccess, IDisposable
{
    public const string RevokedReason = "The token was revoked.";

    // Looked at rather than watched: a file that is mounted into a container changes by a link somewhere above it, of which nobody is told.
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly ILogger _logger;
    private readonly ITimer? _looking;
    private readonly IDisposable? _monitoring;
    private readonly List<Action> _watchers = [];
    private TopGunServerOptions _options;
    private AccessFile _file = new();
    private (DateTime Written, long Bytes) _stamp;
    private volatile AccessRules _rules;

    public AccessControl(IOptionsMonitor<TopGunServerOptions> options, TimeProvider clock, ILogger<AccessControl> logger)
    {
        (_options, _logger) = (options.CurrentValue, logger);
        if (_options.AccessFile is { } file)
        {
            _stamp = StampOf(file);
            _file = AccessFile.Read(file);
            _looking = clock.CreateTimer(_ => Look(file), null, LookEvery, LookEvery);
        }

        _rules = Combined();
        _monitoring = options.OnChange((changed, _) =>
        {
            lock (_gate) _options = changed;
            Swap();
        });
    }

    /// <inheritdoc/>
    // The application that the server is part of asks for nobody's leave. It is this very object: no token makes another one of it.
    public bool Allows(Principal principal, string map, MapAction action) => ReferenceEquals(principal, ServerMap.Writer) || _rules.Allows(principal, map, action);

    /// <summary>Whether a token is not accepted any more although its time is not over.</summary>
    public bool IsRevoked(Credential credential) => _rules.IsRevoked(credential);

    /// <summary>Calls when the rules have changed, until what it returns is disposed of.</summary>
    /// <param name="changed">Must return at once.</param>
    public IDisposable OnChange(Action changed)
    {
        lock (_gate) _watchers.Add(changed);
        return new Watching(this, changed);
    }

    public void Dispose()
    {
        _looking?.Dispose();
        _monitoring?.Dispose();
    }

    private void Look(string file)
    {
        try
        {
            lock (_gate)
            {
                var stamp = StampOf(file);
                if (stamp == _stamp) return;
                // Once for each state of the file, whether it can be read or not.
                _stamp = stamp;
                _file = AccessFile.Read(file);
            }

            AuthLog.AccessRead(_logger, file, _file.Permissions.Count, _file.Revoked.Count);
            Swap();
        }
        catch (InvalidDataException mistake)
        {
            // What was allowed yesterday is a better guess than everything or nothing.
            AuthLog.AccessNotRead(_logger, mistake.Message);
        }
    }

    private void Swap()
    {
        Action[] watchers;
        lock (_gate)
        {
            _rules = Combined();
            watchers = [.. _watchers];
        }

        foreach (var watcher in watchers) watcher();
    }

    private AccessRules Combined() => new(_options.Permissions.Concat(_file.Permissions), _options.Revoked.Concat(_file.Revoked));

    private static (DateTime, long) StampOf(string file) => new FileInfo(file) is { Exists: true } info ? (info.LastWriteTimeUtc, info.Length) : (default, -1);

    private sealed class Watching(AccessControl control, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (control._gate) control._watchers.Remove(changed);
        }
    }
}
