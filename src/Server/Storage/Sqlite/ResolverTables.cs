using System.Text;
using TopGun.Core.Registrations;
using TopGun.Server.Storage.Forms;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>The folded state of registrations, as a fold writes it.</summary>
internal sealed class ResolverTables(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _define = database.Prepare(
        "INSERT INTO resolvers (map, name, row) VALUES (?1, ?2, ?3) ON CONFLICT (map, name) DO UPDATE SET row = excluded.row");

    private readonly SqliteStatement _claim = database.Prepare(
        """
        INSERT INTO claims (map, name, subject, renewed_ms)
        SELECT ?1, ?2, ?3, ?4 WHERE EXISTS (SELECT 1 FROM resolvers WHERE map = ?1 AND name = ?2)
        ON CONFLICT (map, name, subject) DO UPDATE SET renewed_ms = excluded.renewed_ms
        """);

    private readonly SqliteStatement _disclaim = database.Prepare("DELETE FROM claims WHERE map = ?1 AND name = ?2 AND subject = ?3");
    private readonly SqliteStatement _disclaimAll = database.Prepare("DELETE FROM claims WHERE map = ?1 AND name = ?2");
    private readonly SqliteStatement _remove = database.Prepare("DELETE FROM resolvers WHERE map = ?1 AND name = ?2");
    private readonly ByteWriter _row = new(1024);

    /// <summary>Does to the tables what a change does to a registration; done again from any earlier change on, the end is the same.</summary>
    public void Take(long map, RegistrationChange change)
    {
        var name = Encoding.UTF8.GetBytes(change.Name);
        var subject = Encoding.UTF8.GetBytes(change.Subject ?? "");
        switch (change.Step)
        {
            case RegistrationStep.Define:
                _disclaimAll.Bind(1, map).Bind(2, name).Run();
                _row.Clear();
                StoredForms.WriteDefinition(_row, change.Definition!);
                _define.Bind(1, map).Bind(2, name).Bind(3, _row.Written).Run();
                break;
            case RegistrationStep.Claim: _claim.Bind(1, map).Bind(2, name).Bind(3, subject).Bind(4, change.AtMs).Run(); break;
            case RegistrationStep.Disclaim: _disclaim.Bind(1, map).Bind(2, name).Bind(3, subject).Run(); break;
            default:
                _disclaimAll.Bind(1, map).Bind(2, name).Run();
                _remove.Bind(1, map).Bind(2, name).Run();
                break;
        }
    }

    public void Dispose() => _row.Dispose();
}
