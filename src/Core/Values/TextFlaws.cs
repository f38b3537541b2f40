namespace TopGun.Core.Values;

/// <summary>What is wrong with the texts and names in a value.</summary>
[Flags]
public enum TextFlaws : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A field has an empty name.</summary>
    EmptyName = 1,

    /// <summary>A text or a name has half of a surrogate pair, so it has no UTF-8 form.</summary>
    IllFormed = 2,
}
