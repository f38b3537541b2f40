using System.Diagnostics;

namespace TopGun.Server.Observability;

/// <summary>What the server does, as spans.</summary>
internal static class ServerTrace
{
    /// <summary>The name of the source.</summary>
    public const string SourceName = "TopGun.Server";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>A commit on its way to the store, of what several have written, and so a trace of its own; null while nobody listens.</summary>
    /// <param name="partition">The partition.</param>
    /// <param name="records">Records in it.</param>
    public static Activity? Commit(int partition, int records)
        => Source.StartActivity("topgun.commit")?.SetTag("topgun.partition", partition).SetTag("topgun.records", records);

    /// <summary>A call that writes, from its arrival to its durable answer; null while nobody listens.</summary>
    /// <param name="map">The map.</param>
    /// <param name="writes">Writes in it.</param>
    public static Activity? Write(string map, int writes) => Source.StartActivity("topgun.write")?.SetTag("topgun.map", map).SetTag("topgun.writes", writes);
}
