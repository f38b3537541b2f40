namespace TopGun.Scripting.Metering;

/// <summary>Ends a run that passed a limit. Scripts cannot catch it: their try statements catch only <see cref="JsThrow"/>.</summary>
internal sealed class LimitExceededException(ScriptLimit limit, long bound, string message) : Exception(message)
{
    public ScriptLimit Limit { get; } = limit;

    public long Bound { get; } = bound;
}
