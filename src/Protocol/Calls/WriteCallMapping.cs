using TopGun.Core.Calls;
using TopGun.Core.Counters;
using TopGun.Core.Maps;
using TopGun.Core.Sets;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Calls;

/// <summary>Write calls that have arrived.</summary>
/// <remarks>What is wrong with a write is its result, as it is for an op; what is wrong with the call itself is an exception.</remarks>
internal static class WriteCallMapping
{
    /// <summary>Writes of a batch that is not atomic, at most.</summary>
    public const int MaxWrites = 100;

    public static WriteCall FromWire(Wire.PutRequest wire, SyncLimits limits)
        => One(wire.Map, new Wire.BatchWrite { Key = wire.Key, Put = Check.Present(wire.Value, "Value"), IdempotencyKey = wire.IdempotencyKey }, wire.HasTtlMs ? wire.TtlMs : null, limits);

    public static WriteCall FromWire(Wire.PatchRequest wire, SyncLimits limits)
        => One(
            wire.Map,
            new Wire.BatchWrite { Key = wire.Key, Patch = Check.Present(wire.Patch, "Patch"), MustExist = wire.MustExist, IdempotencyKey = wire.IdempotencyKey },
            wire.HasTtlMs ? wire.TtlMs : null,
            limits);

    public static WriteCall FromWire(Wire.RemoveRequest wire, SyncLimits limits)
        => One(wire.Map, new Wire.BatchWrite { Key = wire.Key, Remove = new Wire.Remove(), IdempotencyKey = wire.IdempotencyKey }, null, limits);

    public static WriteCall FromWire(Wire.AddElementsRequest wire, SyncLimits limits)
        => One(
            wire.Map,
            new Wire.BatchWrite { Key = wire.Key, AddElements = new Wire.ListValue { Items = { wire.Elements } }, IdempotencyKey = wire.IdempotencyKey },
            null,
            limits);

    public static WriteCall FromWire(Wire.RemoveElementsRequest wire, SyncLimits limits)
        => One(
            wire.Map,
            new Wire.BatchWrite { Key = wire.Key, RemoveElements = new Wire.ListValue { Items = { wire.Elements } }, IdempotencyKey = wire.IdempotencyKey },
            null,
            limits);

    public static WriteCall FromWire(Wire.CountRequest wire, SyncLimits limits)
        => One(wire.Map, new Wire.BatchWrite { Key = wire.Key, Count = new Wire.Count { Delta = wire.Delta }, IdempotencyKey = wire.IdempotencyKey }, null, limits);

    public static WriteCall FromWire(Wire.RemoveCounterRequest wire, SyncLimits limits)
        => One(wire.Map, new Wire.BatchWrite { Key = wire.Key, RemoveCounter = new Wire.RemoveCounter(), IdempotencyKey = wire.IdempotencyKey }, null, limits);

    /// <summary>The calls of a batch: one for each write, or a single one when it is atomic.</summary>
    public static IReadOnlyList<WriteCall> FromWire(Wire.BatchRequest wire, SyncLimits limits)
    {
        Check.MapName(wire.Map, limits);
        if (wire.Writes.Count == 0) throw Check.Invalid($"Batch of 0 writes; 1 to {MaxWrites} are accepted.");
        Check.Count(wire.Writes.Count, "Writes of a batch", wire.Atomic ? Math.Min(MaxWrites, limits.MaxGroupWrites) : MaxWrites);
        if (wire.Atomic) return [Together(wire, limits)];
        if (wire.IdempotencyKey.Length > 0) throw Check.Invalid($"A batch that is not atomic has an idempotency key; each of its writes has its own.");
        return [.. wire.Writes.Select(write => One(wire.Map, write, write.HasTtlMs ? write.TtlMs : null, limits))];
    }

    private static WriteCall Together(Wire.BatchRequest wire, SyncLimits limits)
    {
        var writes = new OpWrite[wire.Writes.Count];
        OpFault? fault = null;
        for (var i = 0; i < writes.Length; i++)
        {
            var part = wire.Writes[i];
            if (part.IdempotencyKey.Length > 0) throw Check.Invalid($"Write {i + 1} of an atomic batch has an idempotency key; the batch has one for all.");
            if (Read(part, part.HasTtlMs ? part.TtlMs : null, limits, out var write) is { } broken)
                fault ??= broken with { Key = WriteRules.IsKey(part.Key, limits) ? part.Key : null };
            else writes[i] = new OpWrite(write!);
        }

        fault ??= WriteRules.FaultIn(writes, limits);
        return Make(wire.Map, fault is null ? writes : [], wire.IdempotencyKey, fault);
    }

    private static WriteCall One(string map, Wire.BatchWrite wire, ulong? ttlMs, SyncLimits limits)
    {
        Check.MapName(map, limits);
        var fault = Read(wire, ttlMs, limits, out var write);
        if (fault is null) fault = WriteRules.FaultIn(write!, limits);
        return Make(map, fault is null ? [new OpWrite(write!)] : [], wire.IdempotencyKey, fault);
    }

    // What can't be looked at has no digest; it is refused each time, so its key need not be kept.
    private static WriteCall Make(string map, IReadOnlyList<OpWrite> writes, string key, OpFault? fault)
        => new(map, writes, key.Length == 0 || fault is not null ? null : new KeyedWrite(IdempotencyKey.Check(key), WriteDigest.Of(writes)), fault);

    private static OpFault? Read(Wire.BatchWrite wire, ulong? ttlMs, SyncLimits limits, out Write? write)
    {
        var seen = wire.MustExist ? Wire.WriteBase.Live : Wire.WriteBase.Unknown;
        var inner = new Wire.Write { Key = wire.Key, Base = seen };
        if (ttlMs is { } ttl) inner.TtlMs = ttl;
        switch (wire.KindCase)
        {
            case Wire.BatchWrite.KindOneofCase.Put when wire.Put.KindCase == Wire.Value.KindOneofCase.ObjectValue: inner.Replace = wire.Put.ObjectValue; break;
            case Wire.BatchWrite.KindOneofCase.Put: inner.Value = wire.Put; break;
            case Wire.BatchWrite.KindOneofCase.Patch: inner.Patch = wire.Patch; break;
            case Wire.BatchWrite.KindOneofCase.Remove: inner.Remove = wire.Remove; break;
            case Wire.BatchWrite.KindOneofCase.Count: inner.Count = wire.Count; break;
            // These speak of what is committed when they are judged.
            case Wire.BatchWrite.KindOneofCase.AddElements:
            case Wire.BatchWrite.KindOneofCase.RemoveElements: return ReadElements(wire, ttlMs, limits, out write);
            case Wire.BatchWrite.KindOneofCase.RemoveCounter:
                write = new RemoveCounterWrite(wire.Key, null) { TtlMs = Ttl(ttlMs) };
                return FaultInMustExist(wire);
            default:
                write = null;
                return OpFault.Invalid($"The write has no kind that is known here; it is a put, a patch or a remove, or a write to a set or a counter.");
        }

        if (!wire.MustExist || wire.KindCase == Wire.BatchWrite.KindOneofCase.Patch) return WriteMapping.ReadUnchecked(inner, limits, out write);
        write = null;
        return FaultInMustExist(wire);
    }

    private static OpFault? ReadElements(Wire.BatchWrite wire, ulong? ttlMs, SyncLimits limits, out Write? write)
    {
        var isAddition = wire.KindCase == Wire.BatchWrite.KindOneofCase.AddElements;
        var fault = ElementMapping.Read((isAddition ? wire.AddElements : wire.RemoveElements).Items, limits, out var elements) ?? FaultInMustExist(wire);
        write = isAddition ? new AddElementsWrite(wire.Key, elements) : new RemoveElementsWrite(wire.Key, elements.Count == 0 ? null : elements);
        write = write with { TtlMs = Ttl(ttlMs) };
        return fault;
    }

    private static long? Ttl(ulong? ms) => ms is { } given ? (long)Math.Min(given, long.MaxValue) : null;

    private static OpFault? FaultInMustExist(Wire.BatchWrite wire)
        => wire.MustExist ? OpFault.Invalid($"The write says must_exist and is no patch; only a patch can.") : null;
}
