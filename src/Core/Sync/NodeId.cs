namespace TopGun.Core.Sync;

/// <summary>The form of node ids: the name of a replica, stable for its life and bound to one user.</summary>
public static class NodeId
{
    /// <summary>The longest node id, in characters.</summary>
    public const int MaxLength = 64;

    /// <summary>Whether a text is a node id: 1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'.</summary>
    public static bool IsValid(string? text)
        => text is { Length: >= 1 and <= MaxLength } && text.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '_' or '-');
}
