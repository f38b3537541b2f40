namespace TopGun.Scripting.Syntax;

/// <summary>What a statement must set back when it catches: an exception passes by all the code that would have.</summary>
internal readonly struct CallState
{
    private readonly int _depth;
    private readonly int _nestingLeft;
    private readonly Bindings? _environment;

    public CallState(Frame frame)
        : this(frame.Meter)
    {
        _environment = frame.Environment;
    }

    public CallState(Metering.Meter meter)
    {
        _depth = meter.Depth;
        _nestingLeft = meter.NestingLeft;
    }

    public void Restore(Frame frame)
    {
        Restore(frame.Meter);
        frame.Environment = _environment;
    }

    public void Restore(Metering.Meter meter)
    {
        meter.Depth = _depth;
        meter.NestingLeft = _nestingLeft;
    }
}
