namespace TopGun.Core.Sync;

/// <summary>What a server accepts; it announces them in Welcome, and a client checks before it writes.</summary>
public sealed record SyncLimits
{
    /// <summary>The limits that a client assumes before it has met its server.</summary>
    public static SyncLimits Default { get; } = new();

    /// <summary>Bytes of a client frame; 4 MiB by default.</summary>
    public int MaxFrameBytes { get; init; } = 4 << 20;

    /// <summary>Ops in a batch, where a group counts as many as it has writes; 1,000 by default.</summary>
    public int MaxBatchOps { get; init; } = 1_000;

    /// <summary>Bytes of UTF-8 of a key; 512 by default.</summary>
    public int MaxKeyBytes { get; init; } = 512;

    /// <summary>Bytes of UTF-8 of a map's name; 128 by default.</summary>
    public int MaxMapNameBytes { get; init; } = 128;

    /// <summary>Bytes of UTF-8 of a field's name; 256 by default.</summary>
    public int MaxFieldNameBytes { get; init; } = 256;

    /// <summary>Bytes of a value, of the record that a write makes, and of all the records that a group makes; 1 MiB by default.</summary>
    public int MaxValueBytes { get; init; } = 1 << 20;

    /// <summary>Levels of lists and objects in a value; 24 by default, as deep as every Protobuf library reads.</summary>
    public int MaxValueDepth { get; init; } = 24;

    /// <summary>Subscriptions of a stream; 100 by default.</summary>
    public int MaxSubscriptions { get; init; } = 100;

    /// <summary>Ops of a writer on a map whose results the client has not confirmed; 20,000 by default.</summary>
    public int MaxUnconfirmedResults { get; init; } = 20_000;

    /// <summary>Writes of an atomic group; 100 by default.</summary>
    public int MaxGroupWrites { get; init; } = 100;

    /// <summary>Elements of a set, and of a write to one; 10,000 by default.</summary>
    public int MaxSetElements { get; init; } = 10_000;

    /// <summary>Rows of a window, that is the limit of a query that is followed; 1,000 by default.</summary>
    public int MaxWindowRows { get; init; } = 1_000;

    /// <summary>Bytes of the writes of an atomic group, keys and values and the names of erased fields; 256 KiB by default.</summary>
    public int MaxGroupBytes { get; init; } = 256 << 10;
}
