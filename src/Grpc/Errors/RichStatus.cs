using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace TopGun.Grpc.Errors;

/// <summary>Errors with details that programs can read: a google.rpc.Status beside the code and the sentence.</summary>
internal static class RichStatus
{
    /// <summary>Where it travels.</summary>
    public const string TrailerName = "grpc-status-details-bin";

    /// <summary>The largest status with its details, in bytes.</summary>
    /// <remarks>It travels as one header line in base64. Some clients end the call when their headers are above 8 KiB together.</remarks>
    public const int MaxBytes = 4 * 1024;

    /// <summary>An exception for a handler to throw.</summary>
    /// <param name="code">The code; not <see cref="StatusCode.OK"/>.</param>
    /// <param name="message">A sentence for people.</param>
    /// <param name="details">
    /// Details in the order of their worth: those that would make the status larger than <see cref="MaxBytes"/> are left out,
    /// since the code must arrive whatever else does not. None at all is valid.
    /// </param>
    public static RpcException Exception(StatusCode code, string message, params ReadOnlySpan<IMessage> details)
    {
        if (code == StatusCode.OK) throw new ArgumentException("A success has no details of an error.", nameof(code));
        var status = new Google.Rpc.Status { Code = (int)code, Message = message };
        foreach (var detail in details)
        {
            status.Details.Add(Any.Pack(detail));
            if (status.CalculateSize() > MaxBytes) status.Details.RemoveAt(status.Details.Count - 1);
        }

        // Without details it would say nothing that code and sentence do not.
        return status.Details.Count == 0
            ? new RpcException(new Status(code, message))
            : new RpcException(new Status(code, message), new Metadata { { TrailerName, status.ToByteArray() } });
    }

    /// <summary>The status that came with a failed call.</summary>
    /// <returns>null when there is none, when its bytes are no status, or when it speaks of another code than the call ended with.</returns>
    public static Google.Rpc.Status? Of(RpcException failure) => Read(failure.Trailers.GetValueBytes(TrailerName), failure.StatusCode);

    /// <summary>The first detail of a type.</summary>
    /// <returns>null when the failed call brought none that can be read.</returns>
    public static T? Detail<T>(RpcException failure)
        where T : class, IMessage<T>, new()
    {
        if (Of(failure) is not { } status) return null;
        try
        {
            return status.Details.Select(detail => detail.TryUnpack<T>(out var message) ? message : null).FirstOrDefault(message => message is not null);
        }
        catch (InvalidProtocolBufferException)
        {
            // The other side's word is no reason to lose the error itself.
            return null;
        }
    }

    /// <summary>Reads the status of a header.</summary>
    /// <returns>null when the bytes are no status, or one with another code.</returns>
    public static Google.Rpc.Status? Read(byte[]? bytes, StatusCode code)
    {
        if (bytes is null) return null;
        try
        {
            var status = Google.Rpc.Status.Parser.ParseFrom(bytes);
            return status.Code == (int)code ? status : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
