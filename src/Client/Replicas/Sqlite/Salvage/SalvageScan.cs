namespace TopGun.Client.Replicas.Sqlite.Salvage;

/// <summary>The rows of a table that could be read in one direction.</summary>
/// <param name="Rows">Those that make sense.</param>
/// <param name="PassedOver">How many don't.</param>
/// <param name="IsCut">Whether the scan ended before the table's end.</param>
internal sealed record SalvageScan<T>(IReadOnlyList<T> Rows, int PassedOver, bool IsCut)
{
    /// <summary>Steps through a statement until it ends or fails.</summary>
    public static SalvageScan<T> Run(SqliteStatement statement, Func<T> current)
    {
        List<T> rows = [];
        var passedOver = 0;
        var isCut = false;
        try
        {
            while (statement.Read())
            {
                try
                {
                    rows.Add(current());
                }
                // A number that is out of its range, a text that is none, a message that can't be parsed.
                catch (Exception error) when (error is FormatException or ArgumentException or OverflowException)
                {
                    passedOver++;
                }
            }
        }
        catch (SqliteErrorException)
        {
            isCut = true;
        }

        statement.Reset();
        return new SalvageScan<T>(rows, passedOver, isCut);
    }
}
