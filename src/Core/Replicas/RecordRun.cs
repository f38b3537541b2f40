namespace TopGun.Core.Replicas;

/// <summary>Some packed records in the order of their keys.</summary>
internal sealed class RecordRun
{
    private const int Most = 512;

    private byte[][] _records = new byte[4][];

    public int Count { get; private set; }

    public bool IsFull => Count == Most;

    public byte[] this[int place]
    {
        get => _records[place];
        set => _records[place] = value;
    }

    /// <summary>Where a key stands; where it is missing, the complement of where it would stand.</summary>
    public int PlaceOf(ReadOnlySpan<byte> key)
    {
        int low = 0, high = Count;
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            var order = PackedRecord.KeyOf(_records[middle]).SequenceCompareTo(key);
            if (order == 0) return middle;
            if (order < 0) low = middle + 1;
            else high = middle;
        }

        return ~low;
    }

    public void Insert(int place, byte[] record)
    {
        if (Count == _records.Length) Array.Resize(ref _records, Count * 2);
        Array.Copy(_records, place, _records, place + 1, Count - place);
        _records[place] = record;
        Count++;
    }

    public void RemoveAt(int place)
    {
        Count--;
        Array.Copy(_records, place + 1, _records, place, Count - place);
        _records[Count] = null!;
    }

    /// <summary>Takes the upper half out.</summary>
    public RecordRun SplitUpper()
    {
        var half = Count / 2;
        var upper = new RecordRun { _records = new byte[Most][], Count = Count - half };
        Array.Copy(_records, half, upper._records, 0, upper.Count);
        Array.Clear(_records, half, upper.Count);
        Count = half;
        return upper;
    }
}
