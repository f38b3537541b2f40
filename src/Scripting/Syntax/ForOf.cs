namespace TopGun.Scripting.Syntax;

/// <summary><c>for (a of b) c</c></summary>
internal sealed class ForOf(int position, Target target, VariableKind? declared, Expression source, Statement body)
    : ForEach(position, target, declared, source, body)
{
    public override Completion Execute(Frame frame)
    {
        var machine = frame.Machine;
        var value = Source.Evaluate(frame);
        machine.Position = Source.Position;
        var iteration = Iteration.Of(machine, value);
        while (iteration.MoveNext(machine, out var item))
        {
            var state = new CallState(frame);
            var completion = Completion.Normal;
            JsThrow? thrown = null;
            try
            {
                completion = Round(frame, item);
            }
            catch (JsThrow exception) when (iteration.NeedsClosing)
            {
                state.Restore(frame);
                thrown = exception;
            }
            if (thrown is not null)
            {
                iteration.CloseQuietly(machine);
                throw machine.Throw(thrown.Value, thrown.Position);
            }
            if (GoesOn(frame, ref completion)) continue;
            // Closing may run a script, whose labels and results are its own.
            iteration.Close(machine);
            return completion;
        }
        return Completion.Normal;
    }
}
