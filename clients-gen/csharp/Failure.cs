using Google.Protobuf;
using Grpc.Core;
using TopGun.Protocol.V1;

namespace TopGun.Stubs;

/// <summary>Why a call failed, for programs to decide by.</summary>
/// <param name="Reason">The name of an ErrorCode or, where a write was refused, of an OpResultCode; empty where the server said nothing, as when it is not reached.</param>
/// <param name="Message">For people.</param>
/// <param name="Metadata">Details; the contract says which for each code.</param>
/// <param name="RetryAfter">How long to wait, where waiting helps.</param>
public sealed record Failure(string Reason, string Message, IReadOnlyDictionary<string, string> Metadata, TimeSpan? RetryAfter)
{
    /// <summary>What a failed call says beside its status code.</summary>
    public static Failure Of(RpcException failed)
    {
        var (reason, metadata, retryAfter) = ("", new Dictionary<string, string>(), (TimeSpan?)null);
        foreach (var detail in DetailsOf(failed).Details)
        {
            if (detail.TypeUrl.EndsWith("/google.rpc.ErrorInfo", StringComparison.Ordinal))
            {
                var info = ErrorInfoDetail.Parser.ParseFrom(detail.Value);
                (reason, metadata) = (info.Reason, new Dictionary<string, string>(info.Metadata));
            }
            else if (detail.TypeUrl.EndsWith("/google.rpc.RetryInfo", StringComparison.Ordinal))
            {
                retryAfter = RetryInfoDetail.Parser.ParseFrom(detail.Value).RetryDelay?.ToTimeSpan();
            }
        }

        return new Failure(reason, failed.Status.Detail, metadata, retryAfter);
    }

    /// <summary>Whether the same call may well succeed later: the server was not reached, said that it can't now, or its answer was lost.</summary>
    public static bool MayBeRetried(RpcException failed) => failed.StatusCode switch
    {
        StatusCode.Unavailable or StatusCode.DeadlineExceeded => true,
        StatusCode.ResourceExhausted => Of(failed).RetryAfter is not null,
        // What breaks under way is reported so; the server gives its reasons.
        StatusCode.Internal or StatusCode.Unknown => Of(failed).Reason.Length == 0,
        _ => false,
    };

    private static StatusDetails DetailsOf(RpcException failed)
    {
        try
        {
            return StatusDetails.Parser.ParseFrom(failed.Trailers.GetValueBytes("grpc-status-details-bin") ?? []);
        }
        catch (InvalidProtocolBufferException)
        {
            // What stands between may have put there what it likes; the error itself counts.
            return new StatusDetails();
        }
    }
}
