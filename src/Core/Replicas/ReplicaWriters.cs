using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Who numbers a replica's new ops.</summary>
internal sealed class ReplicaWriters
{
    private readonly string _nodeId;

    public ReplicaWriters(string nodeId, Func<ulong> random)
    {
        _nodeId = nodeId;
        Random = random;
        Current = Draw();
    }

    public Func<ulong> Random { get; }

    public WriterId Current { get; private set; }

    public void DrawAgain() => Current = Draw();

    private WriterId Draw()
    {
        const string Alphabet = "0123456789abcdefghijklmnopqrstuvwxyz";
        var bits = Random();
        Span<char> suffix = stackalloc char[12];
        foreach (ref var letter in suffix)
        {
            letter = Alphabet[(int)(bits % 36)];
            bits /= 36;
        }

        return new WriterId(_nodeId, new string(suffix));
    }
}
