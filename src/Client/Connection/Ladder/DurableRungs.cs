using TopGun.Client.Replicas;

namespace TopGun.Client.Connection.Ladder;

/// <summary>What is known of rungs, with the way to the client's own server kept in its replica file.</summary>
/// <remarks>So a device behind a proxy that swallows the best way does not wait for it anew at each start of the application.</remarks>
internal sealed class DurableRungs : IRungMemory
{
    private readonly IRungMemory _process;
    private readonly IWayStore _file;
    private readonly LiveReplica _replica;
    private KnownWay? _kept;

    /// <summary>Takes what is kept into what the process knows, unless that is newer.</summary>
    /// <param name="process">What the process knows.</param>
    /// <param name="file">The file.</param>
    /// <param name="replica">The replica in that file, whose lock the file needs.</param>
    public DurableRungs(IRungMemory process, IWayStore file, LiveReplica replica)
    {
        (_process, _file, _replica) = (process, file, replica);
        _kept = file.LoadedWay;
        if (_kept is { } kept && !(process.Find(kept.Address)?.LearnedAt > kept.Rung.LearnedAt)) process.Remember(kept.Address, kept.Rung);
    }

    /// <inheritdoc/>
    public RememberedRung? Find(string address) => _process.Find(address);

    /// <inheritdoc/>
    public void Remember(string address, RememberedRung rung)
    {
        _process.Remember(address, rung);
        Keep(new KnownWay(address, rung));
    }

    /// <inheritdoc/>
    public void Forget(string address)
    {
        _process.Forget(address);
        if (_kept?.LeadsTo(address) == true) Keep(null);
    }

    private void Keep(KnownWay? way)
    {
        if (way == _kept) return;
        try
        {
            _replica.Read(_ =>
            {
                _file.PutWay(way);
                return _kept = way;
            });
        }
        catch (TopGunClientException)
        {
            // A hint, without which the next start takes a little longer: no reason to end a conversation. What must be stored says
            // so itself when it can't be.
        }
    }
}
