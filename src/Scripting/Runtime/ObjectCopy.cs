namespace TopGun.Scripting.Runtime;

/// <summary>Copies properties, as spreads and rests do.</summary>
internal static class ObjectCopy
{
    public static void CopyMembers(Machine machine, JsValue source, JsObject target, List<PropertyKey> except)
    {
        switch (source.Reference)
        {
            case string text:
                for (var i = 0; i < text.Length; i++)
                {
                    machine.Meter.Step();
                    target.DefineOwn(machine.Meter, PropertyKey.At((uint)i), CharText.Of(text[i]));
                }
                return;
            case JsObject obj:
                foreach (var key in obj.OwnKeys(machine.Meter))
                {
                    machine.Meter.Steps(1 + except.Count);
                    if (except.Contains(key) || !obj.TryGetOwn(key, out _, out var flags) || (flags & PropertyFlags.Enumerable) == 0) continue;
                    target.DefineOwn(machine.Meter, key, obj.Get(machine, key));
                }
                return;
        }
    }
}
