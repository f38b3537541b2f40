namespace TopGun.Core.Calls;

/// <summary>The committed outcomes of a map's latest keyed writes; the store has those of a whole day.</summary>
/// <remarks>
/// Whoever asks the store notes the moment first. What was committed after it is here, or so much was that it is no longer, and then
/// the question is put again. So an answer is never missed between the two, and memory holds a bounded number (INV-CALL-1).
/// </remarks>
internal sealed class RecentKeys
{
    private const int Most = 10_000;

    private readonly Dictionary<(string Subject, string Key), (KeyedOutcome Outcome, long Turn)> _outcomes = [];
    private readonly Queue<(string Subject, string Key)> _order = new();
    private long _taken;

    /// <summary>The moment.</summary>
    public KeyMoment Now => new(this, _taken);

    /// <summary>Whether everything that was committed since a moment is here.</summary>
    public bool Covers(KeyMoment moment) => ReferenceEquals(moment.Keys, this) && moment.Taken >= _taken - _order.Count;

    public KeyedOutcome? Find(string subject, string key) => _outcomes.TryGetValue((subject, key), out var found) ? found.Outcome : null;

    public void Take(KeyedOutcome outcome)
    {
        var key = (outcome.Subject, outcome.Write.Key);
        _outcomes[key] = (outcome, _taken++);
        _order.Enqueue(key);
        if (_order.Count <= Most) return;

        // A key that was used again since stays until its own turn.
        var oldest = _order.Dequeue();
        if (_outcomes[oldest].Turn < _taken - _order.Count) _outcomes.Remove(oldest);
    }
}
