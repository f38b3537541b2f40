namespace TopGun.Scripting.Runtime;

/// <summary>What a built-in does under <c>new</c>; <paramref name="newTarget"/> says whose prototype the object gets.</summary>
internal delegate JsValue NativeConstructor(Machine machine, JsValue[] arguments, JsFunction newTarget);
