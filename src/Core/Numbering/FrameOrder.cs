namespace TopGun.Core.Numbering;

/// <summary>Where a numbered frame stands among those that have arrived.</summary>
public enum FrameOrder
{
    /// <summary>It has arrived before, and is passed over.</summary>
    Repeat,

    /// <summary>It is the next one.</summary>
    Due,

    /// <summary>Others before it have not arrived.</summary>
    Early,
}
