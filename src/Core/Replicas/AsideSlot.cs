namespace TopGun.Core.Replicas;

/// <summary>Where a store keeps, among the rows of parts, what was set aside of a map; no part has such an id.</summary>
internal enum AsideSlot : long
{
    /// <summary>Records with all their fields.</summary>
    Whole = -1,

    /// <summary>Records of which a part had some fields.</summary>
    SomeFields = -2,
}
