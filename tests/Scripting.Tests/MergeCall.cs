using TopGun.Core.Values;

namespace TopGun.Scripting.Tests;

/// <summary>Runs resolver bodies on a context like the server's.</summary>
internal static class MergeCall
{
    public static ScriptResult Run(string body, Value? local = null, Value? remote = null, Value? auth = null, ScriptLimits? limits = null, params (string Key, Value Entry)[] entries)
    {
        var readEntry = new ScriptHostFunction("readEntry", 20, arguments =>
        {
            var key = (arguments is [StringValue text, ..] ? text.Text : null);
            return ScriptInput.Of(entries.FirstOrDefault(entry => entry.Key == key).Entry);
        });
        var context = ScriptContext.Of(
            ("mapName", Value.Of("bookings")),
            ("key", Value.Of("seat:12A")),
            ("localValue", ScriptInput.Of(local)),
            ("remoteValue", ScriptInput.Of(remote)),
            ("remoteNodeId", Value.Of("node-1")),
            ("auth", ScriptInput.Of(auth)),
            ("readEntry", readEntry));
        return Script.Compile(body).Run(context, limits, new StoppedTime());
    }

    public static Value Completed(string body, Value? local = null, Value? remote = null, Value? auth = null, params (string Key, Value Entry)[] entries)
    {
        var result = Run(body, local, remote, auth, null, entries);
        Assert.True(result.Outcome == ScriptOutcome.Completed, result.Message);
        return result.Value!;
    }

    public static string Threw(string body, Value? remote = null)
    {
        var result = Run(body, remote: remote);
        Assert.Equal(ScriptOutcome.Threw, result.Outcome);
        return result.Message!;
    }
}
