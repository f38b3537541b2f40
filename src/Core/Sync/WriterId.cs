namespace TopGun.Core.Sync;

/// <summary>Who numbers ops: an op log of a replica, opened once.</summary>
/// <param name="NodeId">The replica's node id; see <see cref="Sync.NodeId"/>.</param>
/// <param name="Suffix">Drawn at random when the op log was opened, so that a copied or restored device never reuses a number; 1 to 16 letters and digits.</param>
public readonly record struct WriterId(string NodeId, string Suffix)
{
    /// <summary>The longest suffix, in characters.</summary>
    public const int MaxSuffixLength = 16;

    /// <summary>What the writer signs timestamps with. No node id has a tilde, so writers can't be taken for each other.</summary>
    public string ClockName => $"{NodeId}~{Suffix}";

    /// <summary>Whether both parts are of the right form.</summary>
    public bool IsValid => Sync.NodeId.IsValid(NodeId) && Suffix is { Length: >= 1 and <= MaxSuffixLength } && Suffix.All(char.IsAsciiLetterOrDigit);

    /// <inheritdoc/>
    public override string ToString() => ClockName;
}
