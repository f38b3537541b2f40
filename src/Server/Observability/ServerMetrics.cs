using System.Diagnostics;
using System.Diagnostics.Metrics;
using TopGun.Core.Partitions;
using TopGun.Core.Sync;

namespace TopGun.Server.Observability;

/// <summary>What the server does, counted. Costs next to nothing while nobody listens. Names, units and tags stand in docs/OPERATIONS.md.</summary>
internal sealed class ServerMetrics
{
    /// <summary>The meter of the server.</summary>
    public const string MeterName = "TopGun.Server";

    private readonly Counter<long> _ops;
    private readonly Counter<long> _limited;
    private readonly Counter<long> _ended;
    private readonly UpDownCounter<long> _sessions;
    private readonly Histogram<double> _commits;
    private readonly Histogram<long> _records;
    private readonly Counter<long> _notCommitted;

    public ServerMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _ops = meter.CreateCounter<long>("topgun.ops", "{op}", "Ops with a recorded result, by what it was.");
        _limited = meter.CreateCounter<long>("topgun.limited", "{refusal}", "What was held back because a user took too much, by the limit.");
        _sessions = meter.CreateUpDownCounter<long>("topgun.sessions", "{session}", "Conversations that are open.");
        _ended = meter.CreateCounter<long>("topgun.sessions.ended", "{session}", "Conversations that have ended, by why; ok when the client ended its side.");
        _commits = meter.CreateHistogram<double>("topgun.commit.duration", "s", "How long a commit took to become durable.");
        _records = meter.CreateHistogram<long>("topgun.commit.records", "{record}", "Records in a commit.");
        _notCommitted = meter.CreateCounter<long>("topgun.commit.failures", "{commit}", "Commits that the store did not take; their writers were told to come again.");
    }

    /// <summary>A commit is durable.</summary>
    public void Committed(PartitionCommit commit, TimeSpan time)
    {
        _commits.Record(time.TotalSeconds);
        _records.Record(commit.Records.Count);
        if (!_ops.Enabled) return;
        foreach (var ofCode in commit.Writers.SelectMany(writer => writer.Results).CountBy(result => result.Code))
            _ops.Add(ofCode.Value, new KeyValuePair<string, object?>("topgun.result", NameOf(ofCode.Key)));
    }

    /// <summary>A commit failed.</summary>
    public void NotCommitted() => _notCommitted.Add(1);

    /// <summary>A user has taken too much.</summary>
    /// <param name="limit">ops, bytes or streams.</param>
    public void Limited(string limit) => _limited.Add(1, new KeyValuePair<string, object?>("topgun.limit", limit));

    /// <summary>A conversation has begun.</summary>
    public void Began() => _sessions.Add(1);

    /// <summary>A conversation that had begun has ended.</summary>
    /// <param name="reason">Why; null when the client ended its side.</param>
    public void Ended(ErrorCode? reason)
    {
        _sessions.Add(-1);
        _ended.Add(1, new KeyValuePair<string, object?>("topgun.reason", reason is { } code ? NameOf(code) : "ok"));
    }

    // As other systems write such names.
    private static string NameOf<T>(T name)
        where T : struct, Enum
        => string.Concat($"{name}".Select((letter, at) => at > 0 && char.IsUpper(letter) ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));
}
