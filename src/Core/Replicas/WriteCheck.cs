using System.Text;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Checks the writes of an op against the server's limits before it is logged.</summary>
internal static class WriteCheck
{
    /// <exception cref="SyncException">Something is over a limit, or breaks a rule of the contract.</exception>
    public static void Check(string map, IReadOnlyList<OpWrite> writes, SyncLimits limits)
    {
        var bytes = Encoding.UTF8.GetByteCount(map);
        if (bytes < 1 || bytes > limits.MaxMapNameBytes)
            throw new SyncException(ErrorCode.LimitExceeded, $"Map name of {bytes} bytes; 1 to {limits.MaxMapNameBytes} are accepted.");

        if (WriteRules.FaultIn(writes, limits) is { } fault)
            throw new SyncException(fault.Code == OpResultCode.TooLarge ? ErrorCode.LimitExceeded : ErrorCode.InvalidFrame, fault.Reason);
    }
}
