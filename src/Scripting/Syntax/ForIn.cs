namespace TopGun.Scripting.Syntax;

/// <summary><c>for (a in b) c</c></summary>
internal sealed class ForIn(int position, Target target, VariableKind? declared, Expression source, Statement body)
    : ForEach(position, target, declared, source, body)
{
    public override Completion Execute(Frame frame)
    {
        var value = Source.Evaluate(frame);
        if (value.Reference is string text)
        {
            for (var i = 0; i < text.Length; i++)
            {
                var completion = Round(frame, PropertyKey.TextOf((uint)i));
                if (!GoesOn(frame, ref completion)) return completion;
            }
            return Completion.Normal;
        }
        if (value.Reference is not JsObject obj) return Completion.Normal;

        HashSet<PropertyKey>? seen = null;
        for (var holder = obj; holder is not null; holder = holder.Prototype)
        {
            var keys = holder.OwnKeys(frame.Meter);
            if (holder.Prototype is { Shared: false } || seen is not null) seen ??= [];
            foreach (var key in keys)
            {
                frame.Meter.Step();
                // What was removed meanwhile is left out.
                if (!key.IsString || !holder.TryGetOwn(key, out _, out var flags)) continue;
                if (seen is not null)
                {
                    frame.Meter.Allocate(48);
                    if (!seen.Add(key)) continue;
                }
                if ((flags & PropertyFlags.Enumerable) == 0) continue;
                var completion = Round(frame, key.ToValue());
                if (!GoesOn(frame, ref completion)) return completion;
            }
        }
        return Completion.Normal;
    }
}
