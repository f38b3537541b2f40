namespace TopGun.Core.Values;

/// <summary>The kinds of value that a record can hold.</summary>
public enum ValueKind : byte
{
    /// <summary>The null value; a value like any other, and not the absence of one.</summary>
    Null,

    /// <summary>True or false.</summary>
    Bool,

    /// <summary>A signed integer of 64 bits.</summary>
    Int64,

    /// <summary>A binary floating-point number of 64 bits (IEEE 754).</summary>
    Double,

    /// <summary>A text of Unicode scalar values.</summary>
    String,

    /// <summary>Opaque bytes.</summary>
    Bytes,

    /// <summary>A list of values.</summary>
    List,

    /// <summary>An object: names, each with a value.</summary>
    Object,
}
