namespace TopGun.EndToEnd.Crash;

/// <summary>What a client in the storm does on its stream.</summary>
internal enum StormPhase
{
    /// <summary>It asks again for what it was told before, and sends again what got no answer.</summary>
    Asking,

    /// <summary>It makes new ops.</summary>
    Writing,

    /// <summary>It makes no more.</summary>
    Finishing,
}
