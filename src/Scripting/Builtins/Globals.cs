namespace TopGun.Scripting.Builtins;

/// <summary>The names that every script knows, and those that it is told it cannot have.</summary>
internal static class Globals
{
    private static readonly Dictionary<string, JsValue> Values = Make();

    /// <summary>Names that scripts may expect from elsewhere; using one freely is refused by name.</summary>
    public static HashSet<string> Forbidden { get; } =
    [
        "eval", "Function", "fetch", "require", "process", "setTimeout", "setInterval", "setImmediate", "queueMicrotask", "clearTimeout",
        "clearInterval", "globalThis", "window", "self", "global", "document", "console", "module", "exports", "Buffer", "Deno", "Bun",
        "Proxy", "Reflect", "Promise", "BigInt", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "ArrayBuffer", "SharedArrayBuffer",
        "Atomics", "DataView", "Int8Array", "Uint8Array", "Uint8ClampedArray", "Int16Array", "Uint16Array", "Int32Array", "Uint32Array",
        "Float32Array", "Float64Array", "BigInt64Array", "BigUint64Array", "Intl", "WebAssembly", "XMLHttpRequest", "WebSocket", "Worker",
        "performance", "crypto", "structuredClone", "escape", "unescape", "encodeURI", "encodeURIComponent", "decodeURI", "decodeURIComponent",
        "AggregateError", "AsyncFunction", "GeneratorFunction", "Iterator",
    ];

    /// <summary>Makes the built-ins if they are not made yet: also scripts that name none of them use their prototypes.</summary>
    public static void Prepare() => _ = Values.Count;

    public static bool TryGet(string name, out JsValue value) => Values.TryGetValue(name, out value);

    private static Dictionary<string, JsValue> Make()
    {
        var values = new Dictionary<string, JsValue>(StringComparer.Ordinal)
        {
            ["undefined"] = JsValue.Undefined,
            ["NaN"] = double.NaN,
            ["Infinity"] = double.PositiveInfinity,
        };
        ObjectBuiltins.Install(values);
        FunctionBuiltins.Install();
        IteratorBuiltins.Install();
        ArrayBuiltins.Install(values);
        StringBuiltins.Install(values);
        NumberBuiltins.Install(values);
        BooleanBuiltins.Install(values);
        SymbolBuiltins.Install(values);
        MapBuiltins.Install(values);
        SetBuiltins.Install(values);
        MathBuiltins.Install(values);
        JsonBuiltins.Install(values);
        DateBuiltins.Install(values);
        RegExpBuiltins.Install(values);
        ErrorBuiltins.Install(values);
        return values;
    }
}
