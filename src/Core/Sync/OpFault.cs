namespace TopGun.Core.Sync;

/// <summary>What is wrong with one op alone. It gets a recorded result of its own, so that it can't block the ops behind it.</summary>
/// <param name="Code"><see cref="OpResultCode.TooLarge"/> or <see cref="OpResultCode.Invalid"/>.</param>
/// <param name="Reason">Names the thing, the value and the bound.</param>
public readonly record struct OpFault(OpResultCode Code, string Reason);
