using TopGun.Core.Sync;

namespace TopGun.Protocol.Frames;

/// <summary>Errors, and their form on the wire.</summary>
internal static class ErrorMapping
{
    public static Wire.Error ToWire(SyncError error)
    {
        var wire = new Wire.Error
        {
            // Core numbers the codes as the contract does; a test compares the two.
            Code = (Wire.ErrorCode)error.Code,
            Message = PeopleText.Cut(error.Message),
            RetryAfterMs = checked((uint)error.RetryAfterMs),
        };
        foreach (var (name, detail) in error.Metadata ?? new Dictionary<string, string>()) wire.Metadata.Add(name, detail);
        return wire;
    }

    public static SyncError FromWire(Wire.Error? wire)
    {
        var code = (ErrorCode)Check.Present(wire, "Error").Code;
        if (code == ErrorCode.None || !Enum.IsDefined(code)) throw Check.Invalid($"Error with code {(int)code}, which is not known here.");

        return new SyncError(
            code,
            wire!.Message,
            Check.Int(wire.RetryAfterMs, "Retry after"),
            wire.Metadata.Count > 0 ? new Dictionary<string, string>(wire.Metadata) : null);
    }
}
