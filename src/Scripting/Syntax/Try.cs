namespace TopGun.Scripting.Syntax;

/// <summary><c>try</c> with its catch, its finally, or both. Only what scripts throw is caught: limits go through everything.</summary>
internal sealed class Try(int position, Block body, Target? caught, Block? handler, Block? final) : Statement(position)
{
    private Scope _scope = null!;

    public override void Bind(Binder binder)
    {
        binder.Bind(body);
        _scope = binder.OpenScope();
        if (caught is not null)
        {
            var names = new List<Identifier>();
            caught.CollectNames(names);
            binder.DeclareAll(names, VariableKind.Let);
            binder.Bind(caught);
        }
        binder.Bind(handler);
        binder.CloseScope();
        binder.Bind(final);
    }

    public override Completion Execute(Frame frame)
    {
        frame.Meter.Step();
        var state = new CallState(frame);
        JsThrow? thrown = null;
        var completion = Completion.Normal;
        try
        {
            completion = body.Execute(frame);
        }
        catch (JsThrow caughtThrow)
        {
            state.Restore(frame);
            thrown = caughtThrow;
        }
        // Outside of the host's catch: a handler that recurses must not keep the frames of the exception on the stack.
        if (thrown is not null && handler is not null)
        {
            var handled = thrown.Value;
            thrown = null;
            try
            {
                completion = Handle(frame, handled);
            }
            catch (JsThrow fromHandler) when (final is not null)
            {
                state.Restore(frame);
                thrown = fromHandler;
            }
        }
        if (final is not null)
        {
            // What the finally block does with labels and results counts only if it ends by a jump of its own.
            var (label, result) = (frame.Label, frame.Result);
            var ending = final.Execute(frame);
            if (ending != Completion.Normal) return ending;
            (frame.Label, frame.Result) = (label, result);
        }
        return thrown is null ? completion : throw frame.Machine.Throw(thrown.Value, thrown.Position);
    }

    private Completion Handle(Frame frame, JsValue value)
    {
        var around = frame.Environment;
        _scope.Enter(frame);
        caught?.Store(frame, value, Storing.Declare);
        var completion = handler!.Execute(frame);
        frame.Environment = around;
        return completion;
    }
}
