using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>The result of a call: a code and, for errors, a sentence for people.</summary>
[SuppressMessage("Naming", "CA1724", Justification = "The name is given by the API that generated code expects.")]
internal readonly struct Status(StatusCode statusCode, string? detail, Exception? debugException)
{
    /// <summary>Success.</summary>
    public static readonly Status DefaultSuccess = new(StatusCode.OK, "");

    /// <summary>Cancelled, without a sentence.</summary>
    public static readonly Status DefaultCancelled = new(StatusCode.Cancelled, "");

    // The default value of the struct has no text, and reads as an empty one.
    private readonly string? _detail = detail;

    /// <summary>Makes a status.</summary>
    public Status(StatusCode statusCode, string? detail)
        : this(statusCode, detail, null)
    {
    }

    /// <summary>The code.</summary>
    public StatusCode StatusCode { get; } = statusCode;

    /// <summary>A sentence for people; empty when there is none.</summary>
    public string Detail => _detail ?? "";

    /// <summary>What went wrong on this side of the wire, for logs. It never travels.</summary>
    public Exception? DebugException { get; } = debugException;

    /// <inheritdoc/>
    public override string ToString() => DebugException is null
        ? $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\")"
        : $"Status(StatusCode=\"{StatusCode}\", Detail=\"{Detail}\", "
            + $"DebugException=\"{DebugException.GetType()}: {DebugException.Message}\")";
}
