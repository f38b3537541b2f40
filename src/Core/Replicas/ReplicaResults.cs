using TopGun.Core.Maps;
using TopGun.Core.Sync;
using TopGun.Core.Time;

namespace TopGun.Core.Replicas;

/// <summary>Takes the results of a replica's ops.</summary>
internal sealed class ReplicaResults(ReplicaImage image, ReplicaViews views, ReplicaOps ops, ReplicaInbox inbox, ServerFeatures server, PoisonSearch poison)
{
    private const string PoisonReason = "Each time this was sent, the server ended the stream with an error; it was given up so that what was written after it can go on.";

    /// <summary>Takes results: what came into effect waits for the confirmed state to show it, what was refused goes to the inbox.</summary>
    public void Settle(OpResults results)
    {
        var log = image.Log(results.Map);
        var step = new ReplicaStep(results.Results.Any(result => result.Code.IsRefusal()) ? ChangeOrigin.Rollback : ChangeOrigin.Remote);
        long? reused = null;
        foreach (var result in results.Results)
        {
            // A result of an op that is not here has been taken before.
            if (log.FindUnsettled(results.Writer, result.Number) is not { } logged) continue;

            var op = step.Latest(logged);
            if (op.OpId != result.OpId || result.Code == OpResultCode.NumberReused) reused ??= result.Number;
            else if (result.Code is OpResultCode.Applied or OpResultCode.Superseded) Accept(step, op, result, new Cursor(results.Epoch, result.Version));
            else inbox.Reject(step, op, RejectionOf(op, result.Code), ReasonOf(op, result), result.Resolver, result.Key);
            inbox.Forget(results.Map, results.Writer, result.Number);

            if (result.Code == OpResultCode.Settled) Unname(step, op);
        }

        image.Commit(step);
        if (reused is { } number) ops.LogAgain(results.Map, results.Writer, op => op.Number >= number);
    }

    private void Accept(ReplicaStep step, LoggedOp op, OpResult result, Cursor at)
    {
        // One that was given up too late is as if it never was: it took effect.
        var settled = op with { SettledAt = at, At = result.Stamped ?? op.At, IsGivenUp = false };
        step.Settled.Add(new SettledOp(settled, null, result.Code == OpResultCode.Superseded));
        if (views.HasLeftWhole(settled) && views.HasLeftParts(settled)) step.Drop(op);
        else step.Put(settled);
        Unname(step, settled);
    }

    // What builds on an op whose result is known here has nothing more to learn of it from the server, but that it must stay above.
    // Would it go on naming the op, no result from there on could be confirmed: over a long log the server would wait for that for ever.
    private void Unname(ReplicaStep step, LoggedOp settled)
    {
        var log = image.Log(settled.Map);
        var raised = new Queue<LoggedOp>();
        var reference = new OpReference(settled.Writer, settled.Number);
        foreach (var op in log.BuiltOn(settled).Select(step.Latest))
        {
            var unnamed = op.Naming(after => after == reference ? null : after) with { MadeOn = HlcTimestamp.Max(op.MadeOn, settled.At) };
            if (op.At <= settled.At) raised.Enqueue(unnamed = unnamed with { At = settled.At.Next(op.Writer.ClockName) });
            step.Put(unnamed);
        }

        // The server raises what was sent already, and what builds on that, in the same way.
        if (raised.Count > 0) step.Raised.Add(settled.Map);
        while (raised.TryDequeue(out var below))
            foreach (var op in log.BuiltOn(below).Select(step.Latest))
            {
                if (op.At > below.At) continue;
                var above = op with { At = below.At.Next(op.Writer.ClockName) };
                step.Put(above);
                raised.Enqueue(above);
            }
    }

    private RejectionCode RejectionOf(LoggedOp op, OpResultCode code) => code switch
    {
        OpResultCode.Voided when poison.IsFound(op) => RejectionCode.Poison,
        OpResultCode.Voided => server.WhyNot(op.Writes) is null ? RejectionCode.GivenUp : RejectionCode.Unsupported,
        OpResultCode.Settled => RejectionCode.OutcomeUnknown,
        _ => (RejectionCode)code,
    };

    private string ReasonOf(LoggedOp op, OpResult result) => result.Code switch
    {
        OpResultCode.Voided when poison.IsFound(op) => PoisonReason,
        OpResultCode.Voided when server.WhyNot(op.Writes) is { } reason => reason,
        _ => result.Reason ?? string.Empty,
    };
}
