using System.Text.Json;
using System.Text.Json.Serialization;
using TopGun.Client.Json;
using TopGun.Client.Maps;
using TopGun.Core.Maps;
using TopGun.Core.Values;

namespace TopGun.Client.Tests.Json;

/// <summary>An application's types in records, and back.</summary>
public sealed partial class TypedMapTests : IAsyncDisposable
{
    private readonly Bench _bench = new();
    private readonly TopGunClient _client;

    public TypedMapTests() => _client = _bench.OpenOffline();

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    [Fact]
    public void Every_kind_comes_back_as_it_was()
    {
        var map = _client.GetMap<Everything>("map");
        var all = new Everything
        {
            Whole = long.MinValue,
            Small = 3,
            Fraction = 1.5,
            Exact = 12.25m,
            Text = " \u0020+49 \U0001F600",
            Truth = true,
            When = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero),
            Bytes = [0, 255],
            Anything = Value.List(1, 1.5, Value.Of(new byte[] { 1, 2 }), Value.Of(ReadOnlyMemory<byte>.Empty), Value.Null),
            Inner = new Inner([1, 2, 3]),
        };

        map.Set("key", all);

        Assert.Equal(JsonSerializer.Serialize(all), JsonSerializer.Serialize(map.Get("key")));
        Assert.Equal(all.Anything, map.Get("key")!.Anything);
    }

    [Fact]
    public void Names_and_kinds_in_the_record_are_those_of_the_web()
    {
        _client.GetMap<Everything>("map").Set("key", new Everything { Whole = long.MaxValue, Fraction = 0.5, Bytes = [1] });

        var record = Assert.IsType<ObjectValue>(_client.GetMap("map").Get("key"));

        Assert.Equal(Value.Of(long.MaxValue), record["whole"]);
        Assert.Equal(Value.Of(0.5), record["fraction"]);
        Assert.Equal(Value.Of("AQ=="), record["bytes"]);
        Assert.Equal(Value.Null, record["inner"]);
    }

    [Fact]
    public void A_number_beyond_64_bits_is_a_double()
    {
        Assert.Equal(Value.Of(18_446_744_073_709_551_615d), ValueJson.Parse("18446744073709551615"u8));
        Assert.Equal(Value.Of(long.MinValue), ValueJson.Parse("-9223372036854775808"u8));
        Assert.Equal(Value.Of(1e300), ValueJson.Parse("1e300"u8));
    }

    [Fact]
    public async Task Writing_back_what_was_read_changes_no_kind_and_no_field()
    {
        // As a client of another language may have written them: a whole number as a double, and bytes as bytes.
        await using var bench = new Bench();
        var client = bench.Open();
        var map = client.GetMap<Everything>("map");
        await map.Raw.Set("key", Value.Object(("small", 3.0), ("bytes", Value.Of(new byte[] { 7 })), ("anything", Value.List(2.0)), ("text", "old"))).Settled.Soon();

        var read = map.Get("key")!;
        read.Text = "new";
        await map.Set("key", read).Settled.Soon();

        var patch = Assert.IsType<PatchWrite>(bench.Server.Batches.SelectMany(batch => batch.Ops).Last().Writes[0].Write);
        Assert.DoesNotContain("small", patch.Set.Keys);
        Assert.DoesNotContain("bytes", patch.Set.Keys);
        Assert.DoesNotContain("anything", patch.Set.Keys);
        Assert.Equal(Value.Of("new"), patch.Set["text"]);
    }

    [Fact]
    public void A_source_generated_context_needs_no_reflection()
    {
        var byType = _client.GetMap("map", SeatContext.Default.GeneratedSeat);
        var byContext = _client.GetMap<GeneratedSeat>("map", SeatContext.Default);

        byType.Set("key", new GeneratedSeat("free", Value.Of(new byte[] { 1 })));

        Assert.Equal(new GeneratedSeat("free", Value.Of(new byte[] { 1 })), byContext.Get("key"));
        Assert.Throws<ArgumentException>(() => _client.GetMap<Everything>("map", SeatContext.Default));
    }

    [Fact]
    public void The_options_of_the_application_count()
    {
        var client = _bench.Open(new TopGunClientOptions { JsonOptions = new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower } });

        client.GetMap<Inner>("map").Set("key", new Inner([1]));

        Assert.NotNull(((ObjectValue)client.GetMap("map").Get("key")!)["list_of_numbers"]);
    }

    [Fact]
    public void Texts_and_numbers_of_their_own_are_values_too()
    {
        var numbers = _client.GetMap<long>("numbers");
        numbers.Set("a", 5);

        Assert.Equal(5, numbers.Get("a"));
        Assert.True(numbers.TryGet("a", out var five) && five == 5);
        Assert.False(numbers.TryGet("b", out _));
        Assert.Equal(0, numbers.Get("b"));
    }

    [Fact]
    public void Null_removes()
    {
        var map = _client.GetMap<Inner>("map");
        map.Set("key", new Inner([1]));

        map.Set("key", null);

        Assert.False(map.TryGet("key", out _));
    }

    [Fact]
    public void A_patch_touches_its_fields_alone()
    {
        var map = _client.GetMap<Everything>("map");
        map.Set("key", new Everything { Whole = 1, Text = "old", Truth = true });

        map.Patch("key", patch => patch.Set("text", "new").Erase("truth").Set("inner", new Inner([4]), JsonTypeInfoOf<Inner>()));
        map.Patch("key", new { fraction = 2.5 });
        map.Patch("key", JsonDocument.Parse("""{"small": 7}""").RootElement);
        map.Patch("key", Value.Object(("whole", 2)));

        var now = map.Get("key")!;
        Assert.Equal(("new", false, 2.5, 7, 2L), (now.Text, now.Truth, now.Fraction, now.Small, now.Whole));
        Assert.Equal([4], now.Inner!.ListOfNumbers);
        Assert.Throws<ArgumentException>(() => map.Patch("key", JsonDocument.Parse("[1]").RootElement));
    }

    [Fact]
    public void Entries_tell_keys_and_values_also_of_a_record_that_does_not_fit()
    {
        var map = _client.GetMap<Inner>("map");
        map.Set("a", new Inner([1]));
        map.Raw.Set("b", "not an object");

        var entries = map.Entries().ToList();

        Assert.Equal(["a", "b"], entries.Select(entry => entry.Key));
        Assert.Equal([1], entries[0].Value.ListOfNumbers);
        Assert.ThrowsAny<JsonException>(() => entries[1].Value);
        Assert.Equal(Value.Of("not an object"), entries[1].Raw);
    }

    [Theory]
    [InlineData(513, 1)]
    [InlineData(1, 2_000_000)]
    public void A_write_over_a_limit_fails_at_the_call(int keyLength, int textLength)
    {
        var map = _client.GetMap("map");

        var error = Assert.Throws<TopGunClientException>(() => map.Set(new string('k', keyLength), new string('x', textLength)));

        Assert.Equal(ClientError.LimitExceeded, error.Error);
        Assert.Equal(0, _client.PendingCount);
    }

    [Fact]
    public void A_map_with_a_name_over_the_limit_can_not_be_had()
        => Assert.Equal(ClientError.LimitExceeded, Assert.Throws<TopGunClientException>(() => _client.GetMap(new string('m', 129))).Error);

    [Fact]
    public void A_write_that_breaks_a_rule_fails_at_the_call()
        => Assert.Equal(ClientError.InvalidWrite, Assert.Throws<TopGunClientException>(() => _client.GetMap("map").Set("key", "\uD800")).Error);

    private static System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> JsonTypeInfoOf<T>()
        => (System.Text.Json.Serialization.Metadata.JsonTypeInfo<T>)JsonSerializerOptions.Web.GetTypeInfo(typeof(T));

    internal sealed class Everything
    {
        public long Whole { get; set; }

        public int Small { get; set; }

        public double Fraction { get; set; }

        public decimal Exact { get; set; }

        public string? Text { get; set; }

        public bool Truth { get; set; }

        public DateTimeOffset When { get; set; }

        public byte[]? Bytes { get; set; }

        [JsonConverter(typeof(ValueJsonConverter))]
        public Value? Anything { get; set; }

        public Inner? Inner { get; set; }
    }

    internal sealed record Inner(int[] ListOfNumbers);

    internal sealed record GeneratedSeat(string State, Value Extra);

    [JsonSourceGenerationOptions(JsonSerializerDefaults.Web, Converters = [typeof(ValueJsonConverter)])]
    [JsonSerializable(typeof(GeneratedSeat))]
    internal sealed partial class SeatContext : JsonSerializerContext;
}
