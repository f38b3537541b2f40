using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TopGun.Client.Json;

/// <summary>Options of System.Text.Json that find types by reflection where the application has named no other way.</summary>
[RequiresUnreferencedCode(TopGunClient.Reflects)]
[RequiresDynamicCode(TopGunClient.Reflects)]
internal static class ReflectedJson
{
    // Options hold what was learnt of types, so each are completed once.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> Completed = [];

    /// <summary>The application's options, completed; those of the web, with camelCase names, when it gave none.</summary>
    public static JsonSerializerOptions For(JsonSerializerOptions? options) => Completed.GetValue(options ?? JsonSerializerOptions.Web, Complete);

    private static JsonSerializerOptions Complete(JsonSerializerOptions original)
    {
        var options = new JsonSerializerOptions(original);
        options.Converters.Add(new ValueJsonConverter());
        options.TypeInfoResolver = original.TypeInfoResolver is { } own and not DefaultJsonTypeInfoResolver
            ? JsonTypeInfoResolver.Combine(own, new DefaultJsonTypeInfoResolver())
            : new DefaultJsonTypeInfoResolver();
        options.MakeReadOnly();
        Completed.AddOrUpdate(options, options);
        return options;
    }
}
