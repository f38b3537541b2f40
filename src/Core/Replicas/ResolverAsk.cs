using TopGun.Core.Registrations;

namespace TopGun.Core.Replicas;

/// <summary>A question of the application about resolvers that waits for its answer.</summary>
/// <param name="request">What is asked.</param>
/// <param name="answered">Called once with the answer; must return at once.</param>
public sealed class ResolverAsk(ResolverRequest request, Action<ResolverResponse> answered)
{
    /// <summary>What is asked.</summary>
    public ResolverRequest Request { get; } = request;

    /// <summary>Whether it was answered, or nobody waits any more.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Nobody waits for the answer any more.</summary>
    internal void Abandon() => IsOver = true;

    internal void Answer(ResolverResponse response)
    {
        if (IsOver) return;
        IsOver = true;
        answered(response);
    }
}
