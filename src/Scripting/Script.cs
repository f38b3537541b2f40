using System.Runtime.ExceptionServices;
using System.Text;
using TopGun.Core.Values;
using TopGun.Scripting.Builtins;

namespace TopGun.Scripting;

/// <summary>The body of a JavaScript function of one argument, <c>context</c>, ready to be run.</summary>
/// <remarks>
/// Immutable: one script may run on many threads at once, and no run can see another. The language is described in
/// <c>docs/RESOLVER-LANGUAGE.md</c>. The same script with an equal context and the same limits gives the same answer
/// and the same bill, except where the watchdog or a cancellation ends the run.
/// </remarks>
public sealed class Script : ICompiledScript
{
    /// <summary>The longest source text that can be compiled whatever the options say, in bytes of UTF-8: 1 MiB.</summary>
    public const int MaxSourceBytes = 1 << 20;

    // No script can reach the function that it is the body of, so all runs share one.
    private readonly ScriptFunction _body;
    private readonly SourceText _source;

    /// <summary>The engine that makes these scripts.</summary>
    public static IScriptEngine Engine { get; } = new MeteredEngine();

    private Script(FunctionCode body, SourceText source)
    {
        _body = new ScriptFunction(body, null, null);
        _source = source;
    }

    /// <summary>Parses a function body and resolves its names.</summary>
    /// <param name="source">The body, without a function head; it reads its argument as <c>context</c>.</param>
    /// <param name="maxSourceBytes">The longest source accepted, in bytes of UTF-8; 50 KiB by default, 1 to <see cref="MaxSourceBytes"/>.</param>
    /// <exception cref="ScriptSyntaxException">The text is not valid, or uses what the language leaves out.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSourceBytes"/> is out of its range.</exception>
    public static Script Compile(string source, int maxSourceBytes = 50 * 1024)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxSourceBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSourceBytes, MaxSourceBytes);

        Globals.Prepare();
        var text = new SourceText(source);
        var bytes = Encoding.UTF8.GetByteCount(source);
        if (bytes > maxSourceBytes)
            throw text.Error(0, $"Source of {bytes:N0} bytes; at most {maxSourceBytes:N0} are accepted.");

        var body = new Parser(text).ParseBody();
        Binder.BindScript(body, text);
        return new Script(body, text);
    }

    /// <inheritdoc/>
    public ScriptResult Run(
        ScriptContext context, ScriptLimits? limits = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        limits ??= ScriptLimits.Default;
        limits.ThrowIfInvalid();

        var meter = new Meter(limits, time ?? TimeProvider.System, cancellationToken);
        var machine = new Machine(meter);
        try
        {
            var argument = new ContextObject(context, meter);
            var returned = machine.Call(_body, JsValue.Undefined, [argument]);
            var value = new ResultConverter(machine, context, limits.ResultBytes).Convert(returned);
            return ScriptResult.Completed(value, meter.Bill);
        }
        catch (JsThrow thrown)
        {
            var (line, column) = _source.Locate(thrown.Position);
            return ScriptResult.Threw(ErrorText.Describe(thrown.Value), line, column, meter.Bill);
        }
        catch (LimitExceededException exceeded)
        {
            return ScriptResult.LimitExceeded(exceeded.Limit, exceeded.Bound, exceeded.Message, meter.Bill);
        }
        catch (WatchdogException expired)
        {
            return ScriptResult.TimedOut(expired.Message, meter.Bill);
        }
        catch (HostFunctionException fromHost)
        {
            ExceptionDispatchInfo.Throw(fromHost.InnerException!);
            throw;
        }
        catch (Exception fault) when (fault is not (OperationCanceledException or OutOfMemoryException))
        {
            // The edge of a call: a mistake in the engine must cost one script its answer, and nobody else anything.
            return ScriptResult.Faulted(fault, meter.Bill);
        }
    }
}
