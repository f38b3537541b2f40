namespace TopGun.Server.Sessions;

/// <summary>When a frame must leave.</summary>
internal enum FrameFlush
{
    /// <summary>At once.</summary>
    Now,

    /// <summary>With the next one, which follows at once.</summary>
    WithNext,
}
