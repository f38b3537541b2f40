using TopGun.Core.Maps;

namespace TopGun.Core.Replicas;

/// <summary>What is shown of keys on which many ops wait, so that neither a look at one nor a write on top of it replays them all.</summary>
/// <remarks>Good until anything but a new op is committed.</remarks>
internal sealed class ShownRecords
{
    /// <summary>So many ops wait on a key at least of which it is kept.</summary>
    public const int FewestOps = 8;

    private readonly Dictionary<(string Map, string Key), Record> _records = [];

    /// <summary>What is shown of a key; null when it is not kept.</summary>
    public Record? Find(string map, string key) => _records.GetValueOrDefault((map, key));

    public void Keep(string map, string key, Record shown) => _records[(map, key)] = shown;

    /// <summary>An op has come on top of all others.</summary>
    public void Add(LoggedOp op)
    {
        if (_records.Count == 0) return;
        foreach (var key in op.Keys)
            if (Find(op.Map, key) is { } shown) Keep(op.Map, key, WriteMerge.Apply(shown, op.On(key), op.At, op.FirstTag).Record);
    }

    public void Clear() => _records.Clear();
}
