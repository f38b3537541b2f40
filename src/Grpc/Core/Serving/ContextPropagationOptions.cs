namespace Grpc.Core;

/// <summary>What a <see cref="ContextPropagationToken"/> carries.</summary>
internal sealed class ContextPropagationOptions(bool propagateDeadline = true, bool propagateCancellation = true)
{
    /// <summary>Whether the deadline is carried on.</summary>
    public bool IsPropagateDeadline { get; } = propagateDeadline;

    /// <summary>Whether cancellation is carried on.</summary>
    public bool IsPropagateCancellation { get; } = propagateCancellation;
}
