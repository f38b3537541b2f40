using System.Text;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>To whom node ids are bound.</summary>
internal sealed class NodeTable(SqliteDatabase database)
{
    private readonly SqliteStatement _find = database.Prepare("SELECT subject FROM nodes WHERE node_id = ?1");
    private readonly SqliteStatement _add = database.Prepare("INSERT INTO nodes (node_id, subject) VALUES (?1, ?2)");

    /// <summary>Binds a node id to a user, unless it is bound.</summary>
    /// <returns>To whom it is bound.</returns>
    public string Bind(string nodeId, string subject)
    {
        if (Find(nodeId) is { } known) return known;
        _add.Bind(1, Encoding.UTF8.GetBytes(nodeId)).Bind(2, Encoding.UTF8.GetBytes(subject)).Run();
        return subject;
    }

    /// <summary>Reads all bindings.</summary>
    public List<NodeBinding> ReadAll()
    {
        using var rows = database.Prepare("SELECT node_id, subject FROM nodes ORDER BY node_id");
        List<NodeBinding> found = [];
        while (rows.Read()) found.Add(new NodeBinding(Encoding.UTF8.GetString(rows.Bytes(0)), Encoding.UTF8.GetString(rows.Bytes(1))));
        return found;
    }

    private string? Find(string nodeId)
    {
        _find.Bind(1, Encoding.UTF8.GetBytes(nodeId));
        try
        {
            return _find.Read() ? Encoding.UTF8.GetString(_find.Bytes(0)) : null;
        }
        finally
        {
            _find.Reset();
        }
    }
}
