using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>What a digest walk does to a replica: reads what it holds, and puts right what differs from the server's state.</summary>
internal sealed class ReplicaRepair(ReplicaImage image, LostRecords lost)
{
    public Cursor CursorOf(string map) => image.MapOf(map).Cursor;

    public HeldDigests DigestsOf(string map) => image.DigestsOf(map);

    public void ForgetDigests(string map) => image.ForgetDigests(map);

    public void Build(HeldDigests digests) => digests.Build(image);

    public void ReportMismatch(string map) => image.ReportMismatch(map);

    /// <summary>Takes records as the server has them at a version, and drops keys that it does not have there (INV-DIG-3).</summary>
    public void Repair(string map, Cursor head, IReadOnlyList<ChangedRecord> records, IReadOnlyList<string> missing)
    {
        var replica = image.MapOf(map);
        var step = new ReplicaStep(ChangeOrigin.Remote);
        foreach (var record in records)
        {
            if (IsNewer(replica, record.Key, head)) continue;
            var received = image.Receive(record, replica.Generation);
            lost.Replace(step, replica, record.Key, received);
            step.Change.PutRecords.Add((map, received));
            step.Touched.Add((map, record.Key));
        }

        foreach (var key in missing)
        {
            if (IsNewer(replica, key, head)) continue;
            lost.Replace(step, replica, key, null);
            step.Change.DroppedRecords.Add((map, key));
            step.Touched.Add((map, key));
        }

        image.Commit(step);
    }

    // What is newer than the answer is not the answer's to judge. What was held before a reset may be of a history whose versions say nothing.
    private bool IsNewer(MapReplica replica, string key, Cursor head) => image.VersionOf(replica.Map, key, replica.Generation) > head.Version;
}
