using TopGun.Core.Partitions;

namespace TopGun.Server.Maps;

/// <summary>Answer a call about a map.</summary>
/// <typeparam name="T">The answer.</typeparam>
/// <param name="Map">The map.</param>
/// <param name="Act">Does what is asked, given the time in Unix milliseconds. It may be done again, when a commit in which others lay was refused.</param>
/// <param name="Done">Is given the answer, once the commit in which it lies is durable or has failed.</param>
/// <param name="Busy">Makes the answer that it can't be stored now.</param>
/// <param name="Untaken">Makes the answer that the store does not take it.</param>
internal sealed record CallWork<T>(string Map, Func<Partition, long, T> Act, Action<T> Done, Func<T> Busy, Func<T> Untaken) : CallWork(Map)
{
    /// <inheritdoc/>
    public override JudgedWork Judge(Partition partition, long nowMs)
    {
        var answer = Act(partition, nowMs);
        return new JudgedCall(this, () => Done(answer));
    }

    /// <inheritdoc/>
    public override void NotNow() => Done(Busy());

    /// <inheritdoc/>
    public override void Refused() => Done(Untaken());
}
