namespace TopGun.Protocol.Records;

/// <summary>The tags of the contract's Record, and of what stands in it: the field's number times 8, plus how it is encoded.</summary>
internal static class RecordTags
{
    public const byte Stamp = 0x0A;
    public const byte StampMillis = 0x08;
    public const byte StampCounter = 0x10;
    public const byte StampNodeId = 0x1A;

    public const byte RootKind = 0x10;
    public const byte RootAt = 0x18;
    public const byte RootValue = 0x22;
    public const byte ClearedAt = 0x28;

    public const byte Register = 0x32;
    public const byte ExpiresAt = 0x38;
    public const byte MapType = 0x40;
    public const byte TagWriter = 0x4A;
    public const byte ElementTags = 0x52;
    public const byte ElementTag = 0x0A;
    public const byte ElementWriter = 0x08;
    public const byte ElementNumber = 0x10;
    public const byte ElementIndex = 0x18;
    public const byte RegisterField = 0x0A;
    public const byte RegisterAt = 0x10;
    public const byte RegisterValue = 0x1A;
}
