namespace TopGun.Scripting.Runtime;

/// <summary>What may be done with a property.</summary>
[Flags]
internal enum PropertyFlags : byte
{
    None = 0,
    Writable = 1,
    Enumerable = 2,
    Configurable = 4,
    Accessor = 8,

    /// <summary>As an assignment makes it.</summary>
    Plain = Writable | Enumerable | Configurable,

    /// <summary>As a class makes its methods.</summary>
    Hidden = Writable | Configurable,
}
