using System.Runtime.ExceptionServices;
using System.Text.RegularExpressions;
using Acornima;
using Jint;
using Jint.Native;
using Jint.Runtime;
using TopGun.Core.Values;
using TopGun.Scripting.Metering;
using TopGun.Scripting.Runtime;
using JsValue = Jint.Native.JsValue;
using ScriptProgram = Acornima.Ast.Script;

namespace TopGun.Scripting.Jint;

/// <summary>A script whose tree is kept and shared; each run has an engine of its own.</summary>
internal sealed class JintScript(Prepared<ScriptProgram> function) : ICompiledScript
{
    // On a line of its own, so that columns are those of the source.
    private const string Head = "(function (context) { 'use strict';\n";
    private const int LinesOfHead = 1;

    /// <summary>How long a regular expression may run: a match is one step, inside of which nothing else looks.</summary>
    public static readonly TimeSpan RegexTimeout = TimeSpan.FromMilliseconds(50);

    /// <summary>Makes a function of a body.</summary>
    /// <exception cref="ScriptSyntaxException">It is none.</exception>
    public static Prepared<ScriptProgram> Prepare(string body)
    {
        try
        {
            var parsing = new ScriptParsingOptions { RegexTimeout = RegexTimeout };
            return Engine.PrepareScript($"{Head}{body}\n}})", strict: true, options: new ScriptPreparationOptions { ParsingOptions = parsing });
        }
        catch (ScriptPreparationException failure) when (failure.InnerException is ParseErrorException mistake)
        {
            throw new ScriptSyntaxException(mistake.Description, Math.Max(1, mistake.LineNumber - LinesOfHead), mistake.Column + 1);
        }
        catch (ScriptPreparationException failure)
        {
            throw new ScriptSyntaxException(failure.Message, 1, 1);
        }
    }

    /// <inheritdoc/>
    public ScriptResult Run(
        ScriptContext context, ScriptLimits? limits = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        limits ??= ScriptLimits.Default;
        limits.ThrowIfInvalid();

        ScriptResult? result = null;
        DeepThread.Run(() => result = RunHere(context, limits, time ?? TimeProvider.System, cancellationToken));
        return result!;
    }

    private ScriptResult RunHere(ScriptContext context, ScriptLimits limits, TimeProvider time, CancellationToken cancellationToken)
    {
        var meter = new RunMeter(limits, time, cancellationToken);
        try
        {
            var value = Run(context, meter);
            return ScriptResult.Completed(value, meter.Bill);
        }
        catch (JavaScriptException thrown)
        {
            var at = thrown.Location.Start;
            var line = Math.Max(0, at.Line - LinesOfHead);
            return ScriptResult.Threw(ThrownText.Describe(thrown.Error), line, line > 0 ? at.Column + 1 : 0, meter.Bill);
        }
        catch (LimitExceededException exceeded)
        {
            return ScriptResult.LimitExceeded(exceeded.Limit, exceeded.Bound, exceeded.Message, meter.Bill);
        }
        catch (RecursionDepthOverflowException)
        {
            return Exceeded(meter.TooDeep(), meter);
        }
        catch (InsufficientExecutionStackException)
        {
            return Exceeded(meter.TooDeep(), meter);
        }
        catch (MemoryLimitExceededException)
        {
            return Exceeded(meter.OutOfBytes(), meter);
        }
        catch (OutOfMemoryException)
        {
            // One text or array beyond what the runtime can address; what made it is gone, so nothing is short of memory.
            return Exceeded(meter.OutOfBytes(), meter);
        }
        catch (RegexMatchTimeoutException)
        {
            return ScriptResult.TimedOut($"A regular expression ran longer than {RegexTimeout.TotalMilliseconds:N0} ms.", meter.Bill);
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
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            // The edge of a call, as in Script.Run.
            return ScriptResult.Faulted(fault, meter.Bill);
        }
    }

    private Value? Run(ScriptContext context, RunMeter meter)
    {
        using var sandbox = new Sandbox(meter);
        var body = sandbox.Engine.Evaluate(function);
        Value? returned = null;

        // The result is read inside of the run: its getters are the script's, and are counted.
        sandbox.Enter(() =>
        {
            var input = new InputReader(sandbox.Engine, meter);
            returned = new ResultReader(sandbox.Engine, input, context, meter.Limits.ResultBytes).Convert(body.Call(input.ContextOf(context)));
        });
        return returned;
    }

    private static ScriptResult Exceeded(LimitExceededException exceeded, RunMeter meter)
        => ScriptResult.LimitExceeded(exceeded.Limit, exceeded.Bound, exceeded.Message, meter.Bill);
}
