namespace TopGun.Core.Maps;

/// <summary>What became of a write.</summary>
public enum WriteVerdict : byte
{
    /// <summary>At least one register was replaced, or the write had nothing to say and nothing stood against it.</summary>
    Applied,

    /// <summary>Newer writes stood in all its places; nothing changed.</summary>
    Superseded,

    /// <summary>It changes a record that is absent by now; nothing changed (INV-LWW-3).</summary>
    RecordRemoved,

    /// <summary>The record is of a map of another type; nothing changed.</summary>
    TypeMismatch,

    /// <summary>What came out would be no number of 64 bits; nothing changed.</summary>
    OutOfRange,
}
