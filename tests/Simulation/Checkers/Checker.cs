using TopGun.Core.Partitions;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;
using TopGun.Simulation.Devices;
using TopGun.Simulation.Server;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Watches a world for one invariant. It sees what crosses the borders of the code under test, and asks that code nothing else.</summary>
public abstract class Checker(SimulatedWorld world)
{
    /// <summary>The world.</summary>
    protected SimulatedWorld World { get; } = world;

    /// <summary>What the world knows of ops and results.</summary>
    protected Ledger Ledger => World.Ledger;

    /// <summary>A commit has become durable; the batches that were judged in it, in order.</summary>
    public virtual void Committed(PartitionCommit commit, IReadOnlyList<ExecutedBatch> batches)
    {
    }

    /// <summary>A frame leaves the server.</summary>
    public virtual void Left(Connection connection, ServerFrame frame)
    {
    }

    /// <summary>A frame is about to be taken by a device.</summary>
    public virtual void Arriving(Device device, ServerFrame frame)
    {
    }

    /// <summary>A device is about to store a step.</summary>
    public virtual void Storing(Device device, ReplicaChange change)
    {
    }

    /// <summary>A device is about to store a step that changes an op in its log.</summary>
    /// <param name="device">The device.</param>
    /// <param name="before">The op as it was; null for a new one.</param>
    /// <param name="after">The op as it will be; null when it leaves the log.</param>
    /// <param name="rejection">The rejection that takes its place, if one does.</param>
    public virtual void Changing(Device device, LoggedOp? before, LoggedOp? after, Rejection? rejection)
    {
    }

    /// <summary>The application on a device has written.</summary>
    /// <param name="device">The device.</param>
    /// <param name="op">The op.</param>
    /// <param name="before">What was shown before, by key.</param>
    public virtual void Wrote(Device device, LoggedOp op, IReadOnlyDictionary<string, Value?> before)
    {
    }

    /// <summary>A device has done a step.</summary>
    public virtual void Stepped(Device device)
    {
    }

    /// <summary>A device has come into the world: new, or as a copy of another one.</summary>
    public virtual void Joined(Device device)
    {
    }

    /// <summary>The stream of a device has ended.</summary>
    public virtual void Parted(Device device)
    {
    }

    /// <summary>The process of a device has opened its store again.</summary>
    public virtual void Reopened(Device device, bool inStep)
    {
    }

    /// <summary>All is healed and at rest.</summary>
    public virtual void Ended()
    {
    }

    /// <summary>The invariant does not hold.</summary>
    protected InvariantBrokenException Broken(FormattableString what) => new(GetType().Name, FormattableString.Invariant(what));
}
