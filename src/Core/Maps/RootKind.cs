namespace TopGun.Core.Maps;

/// <summary>What the root register of a record says.</summary>
public enum RootKind : byte
{
    /// <summary>The record is absent: it was removed.</summary>
    Removed,

    /// <summary>The record is a value that is not an object.</summary>
    Value,

    /// <summary>The record is an object, made of its named registers; without any it is the empty object.</summary>
    Object,
}
