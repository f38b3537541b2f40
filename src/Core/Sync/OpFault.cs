namespace TopGun.Core.Sync;

/// <summary>Why an op can't be looked at any further: it alone breaks the contract or a limit, not the frame it came in.</summary>
/// <remarks>
/// Such an op still has a number and an id, so it gets a recorded result like any other. Would it end the stream instead, its
/// client would send it again for ever, and no op behind it would ever arrive.
/// </remarks>
/// <param name="Code">Its result: <see cref="OpResultCode.TooLarge"/> or <see cref="OpResultCode.Invalid"/>.</param>
/// <param name="Reason">Names the thing, the value and the bound, for people.</param>
/// <param name="Key">The key of the write of a group that it is about; else null.</param>
public readonly record struct OpFault(OpResultCode Code, string Reason, string? Key = null)
{
    /// <summary>Something is over a limit.</summary>
    public static OpFault TooLarge(FormattableString reason) => new(OpResultCode.TooLarge, FormattableString.Invariant(reason));

    /// <summary>A rule of the contract is broken.</summary>
    public static OpFault Invalid(FormattableString reason) => new(OpResultCode.Invalid, FormattableString.Invariant(reason));
}
