using TopGun.Core.Partitions;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The partitions: who owns them, how far they are, and the epochs that committed versions.</summary>
internal sealed class PartitionTable(SqliteDatabase database)
{
    private readonly SqliteStatement _take = database.Prepare(
        """
        INSERT INTO partitions (id, epoch, head, clock_millis, clock_counter) VALUES (?1, ?2, 0, 0, 0)
        ON CONFLICT (id) DO UPDATE SET epoch = excluded.epoch
        RETURNING head, clock_millis, clock_counter, clock_node
        """);

    private readonly SqliteStatement _advance = database.Prepare(
        """
        UPDATE partitions SET head = ?4, clock_millis = ?5, clock_counter = ?6, clock_node = ?7
        WHERE id = ?1 AND epoch = ?2 AND head = ?3
        """);

    private readonly SqliteStatement _owner = database.Prepare("SELECT epoch, head FROM partitions WHERE id = ?1");

    private readonly SqliteStatement _begin = database.Prepare(
        "INSERT INTO epochs (partition, epoch, first_version) VALUES (?1, ?2, ?3) ON CONFLICT (partition, epoch) DO NOTHING");

    private readonly SqliteStatement _epochs = database.Prepare("SELECT epoch, first_version FROM epochs WHERE partition = ?1 ORDER BY first_version");

    private readonly SqliteStatement _marks = database.Prepare(
        "SELECT at_ms, version, clock_millis, clock_counter, clock_node FROM marks WHERE partition = ?1 ORDER BY at_ms");

    private readonly SqliteStatement _addMark = database.Prepare("INSERT OR REPLACE INTO marks VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    private readonly SqliteStatement _dropMarks = database.Prepare("DELETE FROM marks WHERE partition = ?1 AND at_ms < ?2");

    /// <summary>Makes an epoch the owner.</summary>
    public StoredPartition Take(PartitionId partition, ulong epoch)
    {
        _take.Bind(1, partition.Value).Bind(2, (long)epoch);
        try
        {
            _take.Read();
            var clock = _take.IsNull(3) ? default : new HlcTimestamp(_take.Int64(1), (ushort)_take.Int64(2), _take.Text(3));
            return new StoredPartition(_take.Int64(0), ReadEpochs(partition), clock) { Marks = ReadMarks(partition) };
        }
        finally
        {
            _take.Reset();
        }
    }

    /// <summary>Moves a partition's head by a commit, if the commit's owner still owns it and built on its head (INV-STO-3).</summary>
    /// <returns>Null, or why it did not.</returns>
    public DeposedOwnerException? Advance(PartitionCommit commit)
    {
        var clock = commit.ClockHighWater;
        _advance
            .Bind(1, commit.Partition.Value).Bind(2, (long)commit.Epoch).Bind(3, commit.ExpectedHead)
            .Bind(4, commit.NewHead).Bind(5, clock.Millis).Bind(6, clock.Counter).Bind(7, clock.NodeId)
            .Run();
        if (database.Changes == 0) return Deposed(commit);

        // Asked each time rather than remembered: what is remembered would have to be forgotten when the transaction fails.
        if (commit.NewHead > commit.ExpectedHead)
            _begin.Bind(1, commit.Partition.Value).Bind(2, (long)commit.Epoch).Bind(3, commit.ExpectedHead + 1).Run();
        if (commit.Mark is { } mark) Note(commit, mark);
        return null;
    }

    /// <summary>Reads all partitions that were ever taken.</summary>
    public List<OwnedState> ReadAll()
    {
        using var rows = database.Prepare("SELECT id, epoch, head, clock_millis, clock_counter, clock_node FROM partitions ORDER BY id");
        List<OwnedState> found = [];
        while (rows.Read())
        {
            var partition = new PartitionId((byte)rows.Int64(0));
            var clock = rows.IsNull(5) ? default : new HlcTimestamp(rows.Int64(3), (ushort)rows.Int64(4), rows.Text(5));
            found.Add(new OwnedState(partition, (ulong)rows.Int64(1), new StoredPartition(rows.Int64(2), ReadEpochs(partition), clock) { Marks = ReadMarks(partition) }));
        }

        return found;
    }

    /// <summary>Makes a partition what it was when a backup was taken; nobody owns it then.</summary>
    public void Restore(PartitionId partition, StoredPartition state)
    {
        using var put = database.Prepare("INSERT OR REPLACE INTO partitions (id, epoch, head, clock_millis, clock_counter, clock_node) VALUES (?1, 0, ?2, ?3, ?4, ?5)");
        var clock = state.ClockHighWater;
        put.Bind(1, partition.Value).Bind(2, state.Head).Bind(3, clock.Millis).Bind(4, clock.Counter).Bind(5, clock.NodeId).Run();
        foreach (var (epoch, first) in state.Epochs) _begin.Bind(1, partition.Value).Bind(2, (long)epoch).Bind(3, first).Run();
        foreach (var mark in state.Marks) Put(partition, mark);
    }

    private void Note(PartitionCommit commit, TimeMark mark)
    {
        _dropMarks.Bind(1, commit.Partition.Value).Bind(2, commit.MarksFromMs).Run();
        Put(commit.Partition, mark);
    }

    private void Put(PartitionId partition, TimeMark mark)
    {
        _addMark
            .Bind(1, partition.Value).Bind(2, mark.AtMs).Bind(3, mark.Version)
            .Bind(4, mark.Clock.Millis).Bind(5, mark.Clock.Counter).Bind(6, mark.Clock.NodeId)
            .Run();
    }

    private List<TimeMark> ReadMarks(PartitionId partition)
    {
        var marks = new List<TimeMark>();
        _marks.Bind(1, partition.Value);
        try
        {
            while (_marks.Read())
                marks.Add(new TimeMark(_marks.Int64(0), _marks.Int64(1), new HlcTimestamp(_marks.Int64(2), (ushort)_marks.Int64(3), _marks.Text(4))));
            return marks;
        }
        finally
        {
            _marks.Reset();
        }
    }

    private List<EpochStart> ReadEpochs(PartitionId partition)
    {
        var epochs = new List<EpochStart>();
        _epochs.Bind(1, partition.Value);
        try
        {
            while (_epochs.Read()) epochs.Add(new EpochStart((ulong)_epochs.Int64(0), _epochs.Int64(1)));
            return epochs;
        }
        finally
        {
            _epochs.Reset();
        }
    }

    private DeposedOwnerException Deposed(PartitionCommit commit)
    {
        _owner.Bind(1, commit.Partition.Value);
        try
        {
            return _owner.Read() ? Fence.Deposed(commit, (ulong)_owner.Int64(0), _owner.Int64(1)) : Fence.Deposed(commit, 0, 0);
        }
        finally
        {
            _owner.Reset();
        }
    }
}
