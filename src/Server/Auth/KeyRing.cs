using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace TopGun.Server.Auth;

/// <summary>The public keys of the configured files, as they are now. Safe for many threads at once.</summary>
/// <remarks>Who signs changes keys while the server runs; a file is read again when it has changed, which is looked at now and then when keys are asked for.</remarks>
internal sealed class KeyRing
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly string[] _files;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Dictionary<string, (DateTime Written, long Bytes, IReadOnlyList<SecurityKey> Keys)> _read = [];
    private IReadOnlyList<SecurityKey> _keys = [];
    private long? _lookedAt;

    public KeyRing(IEnumerable<string> files, TimeProvider clock, ILogger logger) => (_files, _clock, _logger) = ([.. files], clock, logger);

    /// <summary>The keys; the same list as before while nothing has changed. A file that can't be read now keeps those that it had.</summary>
    public IReadOnlyList<SecurityKey> Current
    {
        get
        {
            if (_files.Length == 0) return [];
            lock (_gate)
            {
                if (_lookedAt is { } at && _clock.GetElapsedTime(at) < LookEvery) return _keys;
                _lookedAt = _clock.GetTimestamp();
                var isChanged = false;
                foreach (var file in _files) isChanged |= Look_NeedsLock(file);
                return !isChanged ? _keys : _keys = [.. _files.SelectMany(file => _read.TryGetValue(file, out var read) ? read.Keys : [])];
            }
        }
    }

    private bool Look_NeedsLock(string file)
    {
        var info = new FileInfo(file);
        var (written, bytes) = info.Exists ? (info.LastWriteTimeUtc, info.Length) : (default, -1);
        if (_read.TryGetValue(file, out var before) && (before.Written, before.Bytes) == (written, bytes)) return false;
        try
        {
            _read[file] = (written, bytes, KeyFile.Read(file));
        }
        catch (InvalidDataException failure)
        {
            // Once for each state of the file. Half a file, as while it is being written, is told and then mended.
            _read[file] = (written, bytes, before.Keys ?? []);
            AuthLog.KeysNotRead(_logger, failure.Message);
        }

        return true;
    }
}
