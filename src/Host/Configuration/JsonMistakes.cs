using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;

namespace TopGun.Host.Configuration;

/// <summary>What is wrong with a configuration file, in the words of who writes it: the reader of JSON speaks of types instead.</summary>
internal static partial class JsonMistakes
{
    /// <summary>What is wrong, without the place.</summary>
    public static string Words(JsonException mistake)
    {
        string[] path = [.. Segment().Matches(mistake.Path ?? "$").Select(segment => segment.Groups[1].Value + segment.Groups[2].Value + segment.Groups[3].Value)];
        var name = path is [.., var last] ? last : "the file";
        if (Says("could not be mapped") && TypeAt(path.AsSpan(..^1)) is { Kind: JsonTypeInfoKind.Object } place)
            return $"there is no setting {name} here; {string.Join(", ", place.Properties.Where(property => property.Set is not null).Select(property => property.Name))} are known.";
        if (Says("Duplicate properties")) return $"{name} stands there twice.";
        if ((Says("could not be converted") || Says("setting null values")) && TypeAt(path) is { } expected)
            return $"{(int.TryParse(name, out _) ? "the item" : name)} must be {Shape(expected)}.";
        // Of the text itself, such as a missing brace. What follows repeats path and line.
        var end = mistake.Message.IndexOf(" Path: ", StringComparison.Ordinal);
        return end < 0 ? mistake.Message : mistake.Message[..end];

        bool Says(string words) => mistake.Message.Contains(words, StringComparison.Ordinal);
    }

    private static JsonTypeInfo? TypeAt(ReadOnlySpan<string> path)
    {
        JsonTypeInfo? place = ConfigJson.Default.ConfigFile;
        foreach (var name in path)
        {
            var type = place.Kind == JsonTypeInfoKind.Object ? place.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType : place.ElementType;
            place = type is null ? null : ConfigJson.Default.GetTypeInfo(type);
            if (place is null) return null;
        }

        return place;
    }

    private static string Shape(JsonTypeInfo info)
    {
        var type = Nullable.GetUnderlyingType(info.Type) ?? info.Type;
        return type switch
        {
            _ when type == typeof(bool) => "true or false",
            _ when type == typeof(double) => "a number",
            _ when type == typeof(int) => $"a whole number up to {int.MaxValue}",
            _ when type == typeof(long) => "a whole number",
            _ when type == typeof(string) => "a text in quotes",
            _ when info.Kind == JsonTypeInfoKind.Enumerable => info.ElementType == typeof(string) ? "a list of texts, such as [\"a\", \"b\"]" : "a list of objects, such as [{ \"builtIn\": \"LWW\" }]",
            _ => "an object in braces",
        };
    }

    // Of a path like $.resolvers['a b'][0].priority.
    [GeneratedRegex(@"\.([^.\[]+)|\['((?:[^'\\]|\\.)*)'\]|\[(\d+)\]")]
    private static partial Regex Segment();
}
