using System.Globalization;

namespace TopGun.Scripting.Runtime;

/// <summary>A property key: an array index, or a name, which is a text, a symbol or a private name.</summary>
internal readonly struct PropertyKey : IEquatable<PropertyKey>
{
    private static readonly string[] SmallIndices = [.. Enumerable.Range(0, 1024).Select(i => i.ToString(CultureInfo.InvariantCulture))];

    private readonly object? _name;

    private PropertyKey(object? name, uint index)
    {
        _name = name;
        Index = index;
    }

    public static PropertyKey Length { get; } = Named("length");

    public uint Index { get; }

    public bool IsIndex => _name is null;

    /// <summary>The name as a map of properties stores it; an index becomes its text.</summary>
    public object Name => _name ?? TextOf(Index);

    public bool IsString => _name is null or string;

    public bool IsPrivate => _name is PrivateName;

    /// <summary>A name known not to look like an array index.</summary>
    public static PropertyKey Named(string name) => new(name, 0);

    public static PropertyKey At(uint index) => new(null, index);

    public static PropertyKey Of(JsSymbol symbol) => new(symbol, 0);

    public static PropertyKey Of(PrivateName name) => new(name, 0);

    public static PropertyKey Of(string name) => TryParseIndex(name, out var index) ? At(index) : Named(name);

    public static PropertyKey FromStored(object name) => name is string text ? Of(text) : new PropertyKey(name, 0);

    public bool Is(string name) => _name is string text && string.Equals(text, name, StringComparison.Ordinal);

    public JsValue ToValue() => _name switch
    {
        JsSymbol symbol => symbol,
        string text => text,
        _ => TextOf(Index),
    };

    public string Text => Name.ToString()!;

    public bool Equals(PropertyKey other) => Index == other.Index && Equals(_name, other._name);

    public override bool Equals(object? obj) => obj is PropertyKey other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(_name, Index);

    public static string TextOf(uint index) => index < SmallIndices.Length ? SmallIndices[index] : index.ToString(CultureInfo.InvariantCulture);

    // Only the shortest spelling is an index: "01" and "+1" are names. 4294967295 is the first that is not.
    private static bool TryParseIndex(string name, out uint index)
    {
        index = 0;
        if (name.Length is 0 or > 10 || !char.IsAsciiDigit(name[0])) return false;
        if (name[0] == '0') return name.Length == 1;
        ulong value = 0;
        foreach (var c in name)
        {
            if (!char.IsAsciiDigit(c)) return false;
            value = (value * 10) + (uint)(c - '0');
        }
        index = (uint)value;
        return value < uint.MaxValue;
    }
}
