namespace TopGun.Core.Maps;

/// <summary>What the keys of a map hold. A map's first change decides it, for good (INV-TYPE-1).</summary>
public enum MapType : byte
{
    /// <summary>The map was never changed.</summary>
    None = 0,

    /// <summary>Records that merge by last-write-wins per field.</summary>
    Lww = 1,

    /// <summary>Sets of elements, where an add wins over a removal that did not see it.</summary>
    OrMap = 2,

    /// <summary>Signed sums of 64 bits.</summary>
    PnCounter = 3,
}
