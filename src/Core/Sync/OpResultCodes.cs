namespace TopGun.Core.Sync;

/// <summary>The families of op results.</summary>
public static class OpResultCodes
{
    /// <summary>Whether the op was refused, so that it is undone and kept for the user; an op that builds on it falls with it.</summary>
    public static bool IsRefusal(this OpResultCode code)
        => code is OpResultCode.RecordRemoved or OpResultCode.PriorRejected or OpResultCode.Forbidden or OpResultCode.TooLarge
            or OpResultCode.Invalid or OpResultCode.StoreRefused or OpResultCode.TooOld or OpResultCode.MergeRejected or OpResultCode.ResolverFailed
            or OpResultCode.TypeMismatch;

    /// <summary>Whether an op that builds on one with this result is rejected with PRIOR_REJECTED.</summary>
    public static bool FellsFollowers(this OpResultCode code) => code.IsRefusal() || code == OpResultCode.Voided;
}
