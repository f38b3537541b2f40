using TopGun.Core.Time;

namespace TopGun.Client.Replicas.Sqlite;

/// <summary>Who the replica is, and what it knows of its server's time.</summary>
internal sealed class HeaderTable(SqliteDatabase database)
{
    private readonly SqliteStatement _read = database.Prepare("SELECT node_id, subject, last_position FROM replica");
    private readonly SqliteStatement _putSubject = database.Prepare("UPDATE replica SET subject = ?");
    private readonly SqliteStatement _putLastPosition = database.Prepare("UPDATE replica SET last_position = ?");
    private readonly SqliteStatement _readBoots = database.Prepare("SELECT boot_id, monotonic_to_server_ms, wall_to_server_ms FROM boots ORDER BY place");
    private readonly SqliteStatement _dropBoots = database.Prepare("DELETE FROM boots");
    private readonly SqliteStatement _putBoot = database.Prepare("INSERT INTO boots VALUES (?, ?, ?, ?)");

    public (string NodeId, string? Subject, long LastPosition) Read()
    {
        try
        {
            _read.Read();
            return (_read.Text(0), _read.TextOrNull(1), _read.Int64(2));
        }
        finally
        {
            _read.Reset();
        }
    }

    public void PutSubject(string subject) => _putSubject.Bind(1, subject).Run();

    public void PutLastPosition(long position) => _putLastPosition.Bind(1, position).Run();

    public ServerTime ReadTime()
    {
        try
        {
            List<BootOffset> boots = [];
            while (_readBoots.Read()) boots.Add(new BootOffset(_readBoots.Text(0), _readBoots.Int64(1), _readBoots.Int64(2)));
            return new ServerTime(boots);
        }
        finally
        {
            _readBoots.Reset();
        }
    }

    public void PutTime(ServerTime time)
    {
        _dropBoots.Run();
        for (var place = 0; place < time.Boots.Count; place++)
        {
            var boot = time.Boots[place];
            _putBoot.Bind(1, place).Bind(2, boot.BootId).Bind(3, boot.MonotonicToServerMs).Bind(4, boot.WallToServerMs).Run();
        }
    }
}
