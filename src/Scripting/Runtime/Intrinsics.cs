using TopGun.Scripting.Builtins;

namespace TopGun.Scripting.Runtime;

/// <summary>The built-in objects. They are made once, shared by all runs, and never change.</summary>
internal static class Intrinsics
{
    public static readonly JsObject ObjectPrototype = new(null);
    public static readonly JsObject FunctionPrototype = new(ObjectPrototype);
    public static readonly JsObject ArrayPrototype = new(ObjectPrototype);
    public static readonly JsObject StringPrototype = new(ObjectPrototype);
    public static readonly JsObject NumberPrototype = new(ObjectPrototype);
    public static readonly JsObject BooleanPrototype = new(ObjectPrototype);
    public static readonly JsObject SymbolPrototype = new(ObjectPrototype);
    public static readonly JsObject IteratorPrototype = new(ObjectPrototype);
    public static readonly JsObject MapPrototype = new(ObjectPrototype);
    public static readonly JsObject SetPrototype = new(ObjectPrototype);
    public static readonly JsObject DatePrototype = new(ObjectPrototype);
    public static readonly JsObject RegExpPrototype = new(ObjectPrototype);
    public static readonly JsObject ErrorPrototype = new(ObjectPrototype);
    public static readonly JsObject TypeErrorPrototype = new(ErrorPrototype);
    public static readonly JsObject RangeErrorPrototype = new(ErrorPrototype);
    public static readonly JsObject ReferenceErrorPrototype = new(ErrorPrototype);
    public static readonly JsObject SyntaxErrorPrototype = new(ErrorPrototype);
    public static readonly JsObject EvalErrorPrototype = new(ErrorPrototype);
    public static readonly JsObject UriErrorPrototype = new(ErrorPrototype);
}
