using System.Collections.Frozen;
using System.Text;
using TopGun.Core.Access;
using TopGun.Core.Calls;
using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Server.Calls;
using TopGun.Server.Maps;

namespace TopGun.Server;

/// <summary>One map of this server, read and written by the application that it is part of. Safe for many threads at once.</summary>
/// <remarks>
/// No permission is asked for. Conflict resolvers are, as for every writer: they see the user <c>server</c> with the role <c>server</c>, so SERVER_ONLY lets these writes in. A write is
/// durable when its call returns, and clients that follow the map are told of it.
/// </remarks>
public sealed class ServerMap
{
    private readonly MapCalls _calls;
    private readonly PartitionSettings _settings;

    internal ServerMap(string name, MapCalls calls, PartitionSettings settings)
    {
        var bytes = Encoding.UTF8.GetByteCount(name);
        if (bytes < 1 || bytes > settings.Options.Limits.MaxMapNameBytes)
            throw new ArgumentException($"Map name of {bytes} bytes; 1 to {settings.Options.Limits.MaxMapNameBytes} are valid.", nameof(name));
        (Name, _calls, _settings) = (name, calls, settings);
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>As whom the application writes.</summary>
    internal static Principal Writer { get; } = new("server", FrozenSet.Create("server"), ObjectValue.Empty);

    /// <summary>Reads a key.</summary>
    /// <returns>Its value; null when it is absent.</returns>
    /// <exception cref="SyncException">The map can't be read now.</exception>
    public async Task<Value?> GetAsync(string key, CancellationToken cancellationToken = default)
        => await _calls.ReadAsync(Name, partition => partition.ReadLive(Name, key), cancellationToken) is { } record ? _settings.Codec.Decode(record.Span).ToValue() : null;

    /// <summary>Writes a whole value.</summary>
    /// <exception cref="SyncException">The map can't be written now, or it is not known whether the write is stored.</exception>
    public Task<ServerWrite> PutAsync(string key, Value value, CancellationToken cancellationToken = default)
        => WriteAsync(value is ObjectValue fields ? new ReplaceWrite(key, WriteBase.Unknown, fields) : new ValueWrite(key, WriteBase.Unknown, value), cancellationToken);

    /// <summary>Changes some fields of a record, or makes one of them.</summary>
    /// <exception cref="SyncException">As with <see cref="PutAsync"/>.</exception>
    public Task<ServerWrite> PatchAsync(string key, ObjectValue fields, CancellationToken cancellationToken = default)
        => WriteAsync(new PatchWrite(key, WriteBase.Unknown, fields.Fields, []), cancellationToken);

    /// <summary>Removes a record.</summary>
    /// <exception cref="SyncException">As with <see cref="PutAsync"/>.</exception>
    public Task<ServerWrite> RemoveAsync(string key, CancellationToken cancellationToken = default) => WriteAsync(new RemoveWrite(key, WriteBase.Unknown), cancellationToken);

    private async Task<ServerWrite> WriteAsync(Write write, CancellationToken cancellationToken)
    {
        OpWrite[] writes = [new(write)];
        var fault = WriteRules.FaultIn(writes, _settings.Options.Limits);
        var answers = await _calls.WriteAsync([new WriteCall(Name, fault is null ? writes : [], null, fault)], Writer, cancellationToken);
        return answers[0] switch
        {
            CallOutcome { Code: OpResultCode.Applied or OpResultCode.Superseded } done => new ServerWrite(done.Version, done.Code == OpResultCode.Applied, null, null),
            CallOutcome refused => new ServerWrite(0, false, refused.Reason ?? "The write was refused.", refused.Resolver),
            WriteNotJudged held => throw new SyncException(held.Error),
            var other => throw new InvalidOperationException($"An answer of type {other.GetType().Name} came out."),
        };
    }
}
