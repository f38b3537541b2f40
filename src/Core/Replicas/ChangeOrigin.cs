namespace TopGun.Core.Replicas;

/// <summary>Why a value changed.</summary>
public enum ChangeOrigin
{
    /// <summary>This replica wrote it.</summary>
    Local,

    /// <summary>It came from the server.</summary>
    Remote,

    /// <summary>A write of this replica was refused and is undone.</summary>
    Rollback,
}
