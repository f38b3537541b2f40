namespace TopGun.Server.Storage.Backups;

/// <summary>What a part of a backup is. The numbers stand in files and never change.</summary>
internal enum BackupKind : byte
{
    /// <summary>The first: when and of what it was taken.</summary>
    Header = 1,

    /// <summary>A partition: how far it is, its epochs, its clock.</summary>
    Partition = 2,

    /// <summary>A part of a map, as a commit of its partition.</summary>
    Content = 3,

    /// <summary>Some bindings of node ids.</summary>
    Nodes = 4,

    /// <summary>The last: how much there is. Without it the file is only a part.</summary>
    End = 5,
}
