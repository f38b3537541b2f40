using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;
using TopGun.Core.Values;

namespace TopGun.Simulation.Checkers;

/// <summary>A record merged a second time, by rules written a second time: what the server has must be the same.</summary>
internal sealed class ModelRecord
{
    private readonly SortedDictionary<string, (HlcTimestamp At, Value? Value)> _fields;
    private HlcTimestamp _cleared;
    private (HlcTimestamp At, RootKind Kind, Value? Value) _root;

    // What a set or a counter is; null in a map of records.
    private ModelSet? _set;

    public ModelRecord() => _fields = new(StringComparer.Ordinal);

    private ModelRecord(ModelRecord other)
    {
        _fields = new(other._fields, StringComparer.Ordinal);
        (_cleared, _root, _set, Version, ExpiresAtMs) = (other._cleared, other._root, other._set?.Copy(), other.Version, other.ExpiresAtMs);
    }

    /// <summary>The version that changed it last.</summary>
    public long Version { get; set; }

    /// <summary>When it is removed; 0 for never.</summary>
    public long ExpiresAtMs { get; private set; }

    public bool IsLive => _set?.IsLive ?? (_root.Kind != RootKind.Removed);

    public static bool IsNewer(HlcTimestamp one, HlcTimestamp than)
        => one.Millis != than.Millis ? one.Millis > than.Millis
            : one.Counter != than.Counter ? one.Counter > than.Counter
            : string.CompareOrdinal(one.NodeId ?? "", than.NodeId ?? "") > 0;

    public ModelRecord Copy() => new(this);

    /// <summary>Forgets erasures.</summary>
    public void Prune()
    {
        _cleared = default;
        foreach (var name in _fields.Keys.Where(name => _fields[name].Value is null).ToList()) _fields.Remove(name);
    }

    /// <summary>Whether a write would bring a field that is absent.</summary>
    public bool Lacks(Write write) => write switch
    {
        PatchWrite patch => patch.Set.Keys.Any(name => !_fields.ContainsKey(name)),
        ReplaceWrite replace => replace.Object.Fields.Keys.Any(name => !_fields.ContainsKey(name)),
        _ => false,
    };

    /// <summary>Whether its time is over.</summary>
    public bool IsDue(long nowMs) => IsLive && ExpiresAtMs > 0 && ExpiresAtMs <= nowMs;

    /// <summary>Removes it, since its time is over.</summary>
    public void Expire(string server)
    {
        var newest = _fields.Values.Select(field => field.At).Append(_root.At).Aggregate(_cleared, (most, at) => IsNewer(at, most) ? at : most);
        var at = new HlcTimestamp(ExpiresAtMs, 0, server);
        if (!IsNewer(at, newest)) at = newest with { Counter = (ushort)(newest.Counter + 1), NodeId = server };
        _fields.Clear();
        (_cleared, _root, ExpiresAtMs) = (at, (at, RootKind.Removed, null), 0);
    }

    /// <summary>Applies a write to a set or a counter, whatever its time.</summary>
    /// <returns>The code of its result, and whether anything changed.</returns>
    public (OpResultCode Code, bool Changed) Apply(Write write, WriterId writer, long number) => (_set ??= new ModelSet()).Apply(write, writer, number);

    /// <summary>Applies a write to a record.</summary>
    /// <returns>The code of its result, and whether anything changed.</returns>
    public (OpResultCode Code, bool Changed) Apply(Write write, HlcTimestamp at, long nowMs)
    {
        var (code, changed) = Apply(write, at);
        if (!IsLive) ExpiresAtMs = 0;
        if (code != OpResultCode.Applied || write.TtlMs is not { } ttlMs) return (code, changed);
        changed |= ExpiresAtMs != nowMs + ttlMs;
        ExpiresAtMs = nowMs + ttlMs;
        return (code, changed);
    }

    private (OpResultCode Code, bool Changed) Apply(Write write, HlcTimestamp at) => write switch
    {
        PatchWrite patch => Patch(patch, at),
        ReplaceWrite replace => Replace(replace, at),
        ValueWrite value => Overwrite(at, RootKind.Value, value.Value),
        _ => Overwrite(at, RootKind.Removed, null),
    };

    /// <summary>What differs between this and the server's record; null when nothing does.</summary>
    public string? DifferenceTo(Record record)
    {
        if (_set is not null) return _set.DifferenceTo(record);
        if (record.Root.At != _root.At || record.Root.Kind != _root.Kind || !Equals(record.Root.Value, _root.Value))
            return $"root {record.Root} instead of {_root}";
        if (record.ExpiresAtMs != ExpiresAtMs) return $"expiry {record.ExpiresAtMs} instead of {ExpiresAtMs}";
        if (record.Cleared != _cleared) return $"cleared {record.Cleared} instead of {_cleared}";
        foreach (var name in record.Registers.Keys.Union(_fields.Keys))
        {
            var theirs = record.Registers.TryGetValue(name, out var register) ? $"{register.At} {register.Value?.ToString() ?? "erased"}" : "nothing";
            var ours = _fields.TryGetValue(name, out var field) ? $"{field.At} {field.Value?.ToString() ?? "erased"}" : "nothing";
            if (theirs != ours) return $"field {name}: {theirs} instead of {ours}";
        }

        return null;
    }

    private (OpResultCode, bool) Patch(PatchWrite patch, HlcTimestamp at)
    {
        if (patch.Base == WriteBase.Live && !IsLive) return (OpResultCode.RecordRemoved, false);
        if (IsNewer(_cleared, at)) return (OpResultCode.Superseded, false);

        var changed = false;
        foreach (var (name, value) in patch.Set.Select(pair => (pair.Key, (Value?)pair.Value)).Concat(patch.Erase.Select(name => (name, (Value?)null))))
        {
            if (_fields.TryGetValue(name, out var field) && !IsNewer(at, field.At)) continue;
            _fields[name] = (at, value);
            changed = true;
        }

        if (_root.Kind != RootKind.Object && IsNewer(at, _root.At))
        {
            _root = (at, RootKind.Object, null);
            changed = true;
        }

        return (changed || patch.Set.Count + patch.Erase.Count == 0 ? OpResultCode.Applied : OpResultCode.Superseded, changed);
    }

    private (OpResultCode, bool) Replace(ReplaceWrite replace, HlcTimestamp at)
    {
        if (IsNewer(_cleared, at)) return (OpResultCode.Superseded, false);
        Clear(at);
        foreach (var (name, value) in replace.Object.Fields)
            if (!_fields.ContainsKey(name)) _fields[name] = (at, value);
        if (IsNewer(at, _root.At)) _root = (at, RootKind.Object, null);
        return (OpResultCode.Applied, true);
    }

    private (OpResultCode, bool) Overwrite(HlcTimestamp at, RootKind kind, Value? value)
    {
        var hasNewer = IsLive && (IsNewer(_root.At, at) || _fields.Values.Any(field => field.Value is not null && IsNewer(field.At, at)));
        if (hasNewer || IsNewer(_cleared, at)) return (OpResultCode.Superseded, false);
        Clear(at);
        _root = (at, kind, value);
        return (OpResultCode.Applied, true);
    }

    private void Clear(HlcTimestamp at)
    {
        _cleared = at;
        foreach (var name in _fields.Keys.Where(name => IsNewer(at, _fields[name].At)).ToList()) _fields.Remove(name);
    }
}
