namespace TopGun.Scripting.Runtime;

/// <summary>One run of one script: its meter, and the calls between functions.</summary>
/// <remarks>Belongs to one thread.</remarks>
internal sealed class Machine(Meter meter)
{
    // Making, throwing and catching an exception takes the host several microseconds.
    private const int StepsPerThrow = 60;

    private Dictionary<RegexProgram, RegexMatcher>? _matchers;

    public Meter Meter { get; } = meter;

    /// <summary>Where the script is, for the errors that built-ins throw: an offset in its source.</summary>
    public int Position { get; set; }

    public JsValue Call(JsFunction function, JsValue self, JsValue[] arguments)
    {
        Meter.Enter(function.Nesting);
        var result = function.Invoke(this, self, arguments);
        Meter.Leave(function.Nesting);
        return result;
    }

    /// <summary>Calls a value that should be a function.</summary>
    public JsValue CallValue(JsValue callee, JsValue self, params JsValue[] arguments)
        => callee.Reference is JsFunction function ? Call(function, self, arguments) : throw TypeError($"{ErrorText.Name(callee)} is not a function");

    public JsValue Construct(JsFunction function, JsValue[] arguments, JsFunction newTarget)
    {
        if (!function.IsConstructor) throw TypeError($"{function.DisplayName} is not a constructor");
        Meter.Enter(function.Nesting + 1);
        var result = function.InvokeConstructor(this, arguments, newTarget);
        Meter.Leave(function.Nesting + 1);
        return result;
    }

    /// <summary>The prototype that instances of a constructor get.</summary>
    public JsObject PrototypeOf(JsFunction constructor, JsObject fallback)
        => constructor.Get(this, PropertyKey.Named("prototype")).Reference as JsObject ?? fallback;

    /// <summary>A plain object without properties.</summary>
    public JsObject NewObject()
    {
        Meter.Allocate(Meter.ObjectBytes);
        return new JsObject(Intrinsics.ObjectPrototype);
    }

    public JsArray NewArray(IReadOnlyList<JsValue> items) => JsArray.Of(Meter, items);

    public RegexMatcher MatcherOf(RegexProgram program)
    {
        _matchers ??= [];
        if (!_matchers.TryGetValue(program, out var matcher))
        {
            Meter.Allocate(RegexMatcher.BytesFor(program));
            matcher = new RegexMatcher(program, Meter);
            _matchers.Add(program, matcher);
        }
        return matcher;
    }

    /// <summary>Throws a value as a script does.</summary>
    public JsThrow Throw(JsValue value, int position)
    {
        Meter.Steps(StepsPerThrow);
        Meter.Allocate(256);
        return new JsThrow(value, position);
    }

    public JsThrow TypeError(string message) => Error(Intrinsics.TypeErrorPrototype, message);

    public JsThrow RangeError(string message) => Error(Intrinsics.RangeErrorPrototype, message);

    public JsThrow ReferenceError(string message) => Error(Intrinsics.ReferenceErrorPrototype, message);

    public JsThrow SyntaxError(string message) => Error(Intrinsics.SyntaxErrorPrototype, message);

    private JsThrow Error(JsObject prototype, string message)
    {
        Meter.Text(message.Length);
        return Throw(JsError.Make(Meter, prototype, message), Position);
    }
}
