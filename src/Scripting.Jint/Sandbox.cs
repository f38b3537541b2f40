using System.Globalization;
using Jint;
using Jint.Native;
using Jint.Native.Object;
using Jint.Runtime.Interop;
using TopGun.Scripting.Builtins;

namespace TopGun.Scripting.Jint;

/// <summary>An engine for one run, with everything off that a script must not have.</summary>
internal sealed class Sandbox : IDisposable
{
    // What a fresh engine has and the language does not; the names are the same in every engine.
    private static readonly JsValue[] Removed = NamesToRemove();

    // Each of these wraps an iterator in another one, and thousands of them call each other without a step in between.
    private static readonly JsValue[] IteratorMethods =
        ["map", "filter", "take", "drop", "flatMap", "reduce", "toArray", "forEach", "some", "every", "find"];

    /// <summary>Makes an engine and arms its limits.</summary>
    public Sandbox(RunMeter meter)
    {
        var clock = new NoClock();
        Engine = new Engine(OptionsFor(meter, clock));
        clock.Engine = Engine;
        foreach (var name in Removed) Engine.Global.RemoveOwnProperty(name);
        ((ObjectInstance)Engine.Global.Get("Math")).RemoveOwnProperty("random");
        var iterators = Engine.Intrinsics.Array.PrototypeObject.Get("values").Call(Engine.Intrinsics.Array.PrototypeObject, []).AsObject().Prototype!.Prototype!;
        foreach (var name in IteratorMethods) iterators.RemoveOwnProperty(name);
        ChargedBuiltins.Install(Engine, meter);
        meter.Begin();
    }

    public Engine Engine { get; }

    /// <summary>How long an array can be: its items take at least this much.</summary>
    public static uint MaxArrayLength(ScriptLimits limits) => (uint)Math.Min(limits.Bytes / 16, uint.MaxValue);

    /// <summary>Runs host code as one entry into the engine, so that all its limits hold for all of it.</summary>
    public void Enter(Action run)
        => Engine.Invoke(new ClrFunction(Engine, "run", (_, _) =>
        {
            run();
            return JsValue.Undefined;
        }));

    /// <inheritdoc/>
    public void Dispose() => Engine.Dispose();

    private static Options OptionsFor(RunMeter meter, NoClock clock)
    {
        var limits = meter.Limits;
        var options = new Options { Strict = true, AgentCanSuspend = false, TimeSystem = clock, TimeZone = TimeZoneInfo.Utc, Culture = CultureInfo.InvariantCulture };
        options.LimitMemory(limits.Bytes).LimitRecursion(limits.CallDepth).Constraint(meter);
        options.DisableStringCompilation();
        // MaxExecutionStackCount must stay as it is: with it, the guard is off, and recursion ends the process.
        options.Constraints.StackOverflowGuard = true;
        options.Constraints.RegexTimeout = JintScript.RegexTimeout < limits.Watchdog ? JintScript.RegexTimeout : limits.Watchdog;
        options.Constraints.MaxArraySize = MaxArrayLength(limits);
        options.Json.MaxParseDepth = limits.CallDepth;
        return options;
    }

    private static JsValue[] NamesToRemove()
    {
        using var engine = new Engine();
        return [.. engine.Global.GetOwnPropertyKeys().Where(name => !Globals.TryGet(name.ToString(), out _))];
    }
}
