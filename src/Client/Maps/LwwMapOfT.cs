using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TopGun.Client.Json;
using TopGun.Client.Maps.Views;
using TopGun.Client.Rejections;
using TopGun.Core.Queries;
using TopGun.Core.Replicas;
using TopGun.Core.Sync;
using TopGun.Core.Values;

namespace TopGun.Client.Maps;

/// <summary>A map of keys to objects of an application's type, which System.Text.Json turns into values.</summary>
/// <remarks>
/// <para>
/// A property is a field of the record, by its name in JSON, such as <c>paidAt</c> for <c>PaidAt</c>. Integers are int64; a number
/// with a fraction, or beyond 64 bits, is a double; <c>byte[]</c> is a base64 text, unless a record holds bytes there. A property
/// of type <see cref="Value"/> holds whatever there is. Fields that the type does not know are erased by
/// <see cref="Set(string, T)"/> and left alone by <c>Patch</c>; a property with <c>[JsonExtensionData]</c> keeps them.
/// </para>
/// <para>For threads and errors see <see cref="LwwMap"/>; <see cref="JsonException"/> is thrown where a value does not fit the type.</para>
/// </remarks>
/// <typeparam name="T">The application's type; an object, or a text or a number of its own.</typeparam>
public sealed class LwwMap<T>
{
    private readonly JsonForm<T> _form;
    private readonly JsonSerializerOptions _json;
    private readonly RejectionInbox _inbox;

    internal LwwMap(LwwMap raw, JsonTypeInfo<T> type, RejectionInbox inbox)
        => (Raw, _form, _json, _inbox) = (raw, new JsonForm<T>(type), type.Options, inbox);

    /// <summary>The same map, of values as they are stored.</summary>
    public LwwMap Raw { get; }

    /// <summary>The map's name.</summary>
    public string Name => Raw.Name;

    /// <inheritdoc cref="LwwMap.IsComplete"/>
    public bool IsComplete => Raw.IsComplete;

    /// <inheritdoc cref="LwwMap.Progress"/>
    public MapProgress Progress => Raw.Progress;

    /// <inheritdoc cref="LwwMap.ProgressAsync"/>
    public IAsyncEnumerable<MapProgress> ProgressAsync(CancellationToken cancellationToken = default) => Raw.ProgressAsync(cancellationToken);

    /// <inheritdoc cref="LwwMap.Refusal"/>
    public SyncError? Refusal => Raw.Refusal;

    /// <summary>The value of a key; default when it is absent.</summary>
    public T? Get(string key) => Raw.Get(key) is { } value ? _form.FromValue(value) : default;

    /// <summary>The value of a key, if it is there.</summary>
    public bool TryGet(string key, [MaybeNullWhen(false)] out T value)
    {
        var raw = Raw.Get(key);
        value = raw is null ? default : _form.FromValue(raw)!;
        return raw is not null;
    }

    /// <inheritdoc cref="LwwMap.Parts"/>
    public IReadOnlyList<MapPart> Parts => Raw.Parts;

    /// <inheritdoc cref="LwwMap.IsPartial"/>
    public bool IsPartial(string key) => Raw.IsPartial(key);

    /// <inheritdoc cref="LwwMap.Hold"/>
    public void Hold(MapQuery query) => Raw.Hold(query);

    /// <inheritdoc cref="LwwMap.Release"/>
    public bool Release(MapQuery query) => Raw.Release(query);

    /// <inheritdoc cref="LwwMap.FetchAsync"/>
    public async Task<T?> FetchAsync(string key, CancellationToken cancellationToken = default)
        => await Raw.FetchAsync(key, cancellationToken).ConfigureAwait(false) is { } value ? _form.FromValue(value) : default;

    /// <inheritdoc cref="LwwMap.IsPending"/>
    public bool IsPending(string key) => Raw.IsPending(key);

    /// <inheritdoc cref="LwwMap.PendingKeys"/>
    public IReadOnlyList<string> PendingKeys => Raw.PendingKeys;

    /// <inheritdoc cref="LwwMap.Entries"/>
    public IEnumerable<MapEntry<T>> Entries(string? after = null)
        => Raw.Entries(after).Select(entry => new MapEntry<T>(entry.Key, entry.Value, _form));

    /// <summary>Writes an object. Where one stands, only the fields that differ are written, and missing ones erased.</summary>
    /// <param name="key">The key; 1 to 512 bytes of UTF-8 unless the server says otherwise.</param>
    /// <param name="value">The object; null removes.</param>
    /// <exception cref="TopGunClientException">It is over a limit, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Set(string key, T? value)
    {
        if (value is null) return Raw.Remove(key);
        var made = _form.ToValue(value);
        return Raw.Write((replica, now) => replica.Set(Name, key, ValueKeeping.Keep(made, replica.Get(Name, key)), now));
    }

    /// <summary>Writes an object that the server removes again after a while, counted from the moment at which it commits the write.</summary>
    /// <inheritdoc cref="LwwMap.Set(string, Value, TimeSpan)"/>
    public PendingWrite Set(string key, T value, TimeSpan ttl)
    {
        ArgumentNullException.ThrowIfNull(value);
        var made = _form.ToValue(value);
        return Raw.Write((replica, now) => replica.Set(Name, key, ValueKeeping.Keep(made, replica.Get(Name, key)), now, LwwMap.InMs(ttl)));
    }

    /// <inheritdoc cref="LwwMap.Remove"/>
    public PendingWrite Remove(string key) => Raw.Remove(key);

    /// <inheritdoc cref="LwwMap.Patch(string, Action{PatchBuilder})"/>
    public PendingWrite Patch(string key, Action<PatchBuilder> change) => Raw.Patch(key, change);

    /// <inheritdoc cref="LwwMap.Patch(string, ObjectValue)"/>
    public PendingWrite Patch(string key, ObjectValue fields) => Raw.Patch(key, fields);

    /// <inheritdoc cref="LwwMap.Patch(string, ObjectValue, TimeSpan)"/>
    public PendingWrite Patch(string key, ObjectValue fields, TimeSpan ttl) => Raw.Patch(key, fields, ttl);

    /// <summary>Writes the fields of a JSON object and leaves the others.</summary>
    /// <exception cref="ArgumentException">It is no object.</exception>
    /// <inheritdoc cref="LwwMap.Patch(string, ObjectValue)"/>
    public PendingWrite Patch(string key, JsonElement fields) => Raw.Patch(key, FieldsOf(ValueJson.Of(fields)));

    /// <summary>Writes the fields that an object has and leaves the others, such as <c>Patch("A1", new { status = "sold" })</c>.</summary>
    /// <exception cref="ArgumentException">It makes no object in JSON.</exception>
    /// <inheritdoc cref="LwwMap.Patch(string, ObjectValue)"/>
    [RequiresUnreferencedCode(TopGunClient.Reflects)]
    [RequiresDynamicCode(TopGunClient.Reflects)]
    public PendingWrite Patch<TFields>(string key, TFields fields) where TFields : class
        => Patch(key, fields, (JsonTypeInfo<TFields>)ReflectedJson.For(_json).GetTypeInfo(typeof(TFields)));

    /// <summary>Writes the fields that an object has and leaves the others.</summary>
    /// <param name="key">The key.</param>
    /// <param name="fields">An object with the fields, named as in the record.</param>
    /// <param name="type">How its type looks in JSON.</param>
    /// <exception cref="ArgumentException">It makes no object in JSON.</exception>
    /// <exception cref="TopGunClientException">It is over a limit, or the device's storage failed; nothing was written.</exception>
    public PendingWrite Patch<TFields>(string key, TFields fields, JsonTypeInfo<TFields> type)
        => Raw.Patch(key, FieldsOf(new JsonForm<TFields>(type).ToValue(fields)));

    /// <inheritdoc cref="LwwMap.WriteAll"/>
    public PendingWrite WriteAll(Action<GroupBuilder<T>> build) => Raw.WriteAll(group => build(new GroupBuilder<T>(group, Name, _form)));

    /// <inheritdoc cref="LwwMap.Subscribe(CancellationToken)"/>
    public MapSubscription<MapChange<T>> Subscribe(CancellationToken cancellationToken = default)
        => Raw.Subscribe(change => new MapChange<T>(change, _form), cancellationToken);

    /// <summary>The entries as a list that tells its changes, for a list on screen. Reads the whole map once, at once.</summary>
    /// <param name="filter">Which entries; null for all. Called on the context's thread, so it must be quick, and depend on nothing but the value.</param>
    /// <param name="order">The order of values, with the key as tie-break; null for the byte order of the keys' UTF-8.</param>
    /// <param name="context">Where changes come; null for the context of the thread that calls this.</param>
    public ObservableMap<T> Observe(Func<T, bool>? filter = null, IComparer<T>? order = null, SynchronizationContext? context = null)
    {
        // Before it is read: what changes meanwhile then comes as a change.
        var feed = Raw.Watch();
        var entries = new SortedEntries<T>(new FilteredChoice<T>(_form, filter, order));
        entries.Fill(Raw.Entries());
        return new ObservableMap<T>(entries, feed, context ?? SynchronizationContext.Current);
    }

    /// <summary>The rows of a query as a list that tells its changes, for a list on screen: in the query's order, with its fields, and no more than its limit. Reads the whole map once, at once.</summary>
    /// <remarks>
    /// It is the query over what this device shows, as <see cref="LwwMap.Query"/> is: of a query that is held, those are the rows that the server says, with this device's writes on top. A write that takes a row
    /// beyond what is held shows it where it stands among what is held, until the server has brought the row that takes its place.
    /// </remarks>
    /// <param name="query">The query.</param>
    /// <param name="context">Where changes come; null for the context of the thread that calls this.</param>
    /// <exception cref="TopGunClientException">It is over a bound, or makes no sense: <see cref="ClientError.InvalidQuery"/>.</exception>
    public ObservableMap<T> Observe(MapQuery query, SynchronizationContext? context = null)
    {
        Raw.Require(query);
        var feed = Raw.Watch();
        var all = new SortedEntries<T>(new QueryChoice<T>(_form, query), key => Raw.Read(replica => replica.CanJudge(Name, key, query)));
        IShownEntries<T> entries = query.Limit is { } limit ? new FirstEntries<T>(all, limit) : all;
        entries.Fill(Raw.Entries());
        return new ObservableMap<T>(entries, feed, context ?? SynchronizationContext.Current);
    }

    /// <summary>What a rejected write of this map attempted: of a patch only the fields that it wrote; default for a removal.</summary>
    public T? Attempted(Rejection rejection) => rejection.AttemptedValue is { } value ? _form.FromValue(value) : default;

    /// <summary>Writes the amended value of a rejected write and takes the rejection out of the inbox, in one step.</summary>
    /// <param name="rejection">The id of the rejection.</param>
    /// <param name="amended">The value to write instead; null removes.</param>
    /// <returns>The write, or null when the inbox has no such rejection any more.</returns>
    /// <exception cref="TopGunClientException">It is over a limit, or the device's storage failed; nothing was written.</exception>
    /// <exception cref="ArgumentException">The rejection is of another map.</exception>
    public PendingWrite? Retry(long rejection, T? amended)
    {
        var made = amended is null ? null : _form.ToValue(amended);
        return _inbox.Retry(Name, rejection, shown => made is null ? null : ValueKeeping.Keep(made, shown));
    }

    /// <summary>What a rejected group of this map attempted, by key; of a patch only the fields that it wrote, default for a removal.</summary>
    public IEnumerable<KeyValuePair<string, T?>> AttemptedAll(Rejection rejection)
        => rejection.AttemptedValues.Select(attempt => KeyValuePair.Create(attempt.Key, attempt.Value is { } value ? _form.FromValue(value) : default));

    /// <inheritdoc cref="RejectionInbox.RetryAll(long, Action{GroupBuilder})"/>
    /// <exception cref="ArgumentException">The rejection is of another map.</exception>
    public PendingWrite? RetryAll(long rejection, Action<GroupBuilder<T>> build)
        => _inbox.RetryAll(Name, rejection, group => build(new GroupBuilder<T>(group, Name, _form)));

    private static ObjectValue FieldsOf(Value value)
        => value as ObjectValue ?? throw new ArgumentException($"A patch is an object of fields; this is of kind {value.Kind}.", nameof(value));
}
