using TopGun.Client.Rejections;
using TopGun.Core.Maps;
using TopGun.Core.Replicas;

namespace TopGun.Client.Maps;

/// <summary>A map that holds sets or counters, over the values that readers see of it.</summary>
internal sealed class TypedMap(LwwMap values, MapType type, RejectionInbox inbox)
{
    public string Name => values.Name;

    /// <summary>The map as values, for reading.</summary>
    /// <exception cref="TopGunClientException">It is known to hold something else.</exception>
    public LwwMap Values
    {
        get
        {
            var known = values.Read(replica => replica.TypeOf(Name));
            if (known == MapType.None || known == type) return values;
            var error = new MapTypeException(Name, known, type);
            throw new TopGunClientException(ClientError.TypeMismatch, error.Message, error);
        }
    }

    /// <summary>Logs a write, made of what is shown then.</summary>
    public PendingWrite Write(Func<Replica, Write> intend) => values.Write((replica, now) => replica.Write(Name, intend(replica), now));

    /// <summary>Logs an atomic group, made of what is shown then.</summary>
    public PendingWrite WriteAll(Func<Replica, IReadOnlyList<Write>> intend) => values.Write((replica, now) => replica.WriteAll(Name, intend(replica), now));

    /// <summary>Logs writes in the place of a rejected one.</summary>
    public PendingWrite? RetryAll(long rejection, Func<Replica, IReadOnlyList<Write>> intend) => inbox.RetryAll(Name, rejection, intend);

    /// <summary>Begins to collect what changes.</summary>
    /// <param name="look">How a change looks.</param>
    /// <param name="isSeen">Whether one is to be told.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public MapSubscription<TChange> Subscribe<TChange>(Func<ValueChange, TChange> look, Func<TChange, bool> isSeen, CancellationToken cancellationToken)
        => new(Values.Watch(), look, cancellationToken) { IsSeen = isSeen };
}
