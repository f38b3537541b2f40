using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>What the application asks of the server's resolvers, and the registrations that it wants to be in force.</summary>
/// <remarks>
/// It outlives connections: what has no answer yet is asked again on the next one, and wanted registrations are renewed on each,
/// before ops of their map are sent. Not safe for several threads at once.
/// </remarks>
public sealed class ReplicaResolvers
{
    // In the order in which the application asked; a registration and its taking back must not overtake each other.
    private readonly List<ResolverTask> _tasks = [];
    private List<ResolverIntent> _lost = [];

    internal ReplicaResolvers()
    {
    }

    /// <summary>The registrations that the application wants, in the order in which it asked for them.</summary>
    public IReadOnlyList<ResolverIntent> Intents => [.. _tasks.Where(task => task.IsWanted).Select(IntentOf)];

    internal IReadOnlyList<ResolverTask> Tasks => _tasks;

    /// <summary>Asks. A registration is wanted from now on, in the place of another one of its name.</summary>
    public ResolverAsk Ask(ResolverRequest request, Action<ResolverResponse> answered)
    {
        var ask = new ResolverAsk(request, answered);
        var task = request switch
        {
            RegisterResolver register => Want(register),
            UnregisterResolver unregister => GiveUp(unregister),
            _ => new ResolverTask(request),
        };
        task.Waiting.Add(ask);
        if (!_tasks.Contains(task)) _tasks.Add(task);
        return ask;
    }

    /// <summary>Nobody waits for an answer any more. A registration that was never confirmed is no longer wanted.</summary>
    public void Abandon(ResolverAsk ask)
    {
        ask.Abandon();
        if (_tasks.Find(task => task.Waiting.Remove(ask)) is { } task && task.Waiting.Count == 0 && !(task.IsWanted && task.IsConfirmed)) Drop(task);
    }

    /// <summary>Hands over the registrations that the server has refused to renew since the last call.</summary>
    public IReadOnlyList<ResolverIntent> TakeLost()
    {
        if (_lost.Count == 0) return [];
        var lost = _lost;
        _lost = [];
        return lost;
    }

    /// <summary>A connection begins: whatever the server said on the one before is to be said again.</summary>
    internal void Begin()
    {
        foreach (var task in _tasks) (task.State, task.Error) = (IntentState.Waiting, null);
    }

    /// <summary>Takes the server's answer.</summary>
    internal void Take(ResolverTask task, ResolverResponse response)
    {
        if (!task.IsWanted)
        {
            task.Answer(response);
            _tasks.Remove(task);
        }
        else if (response is ResolverRefused refused)
        {
            Refuse(task, refused);
        }
        else
        {
            (task.State, task.Error, task.IsConfirmed, task.Before) = (IntentState.InForce, null, true, null);
            // It took the place of another one once. If somebody puts that one back, there must not be a fight over it.
            if (task.Request is RegisterResolver { Replace: true } register) task.Request = register with { Replace = false };
            task.Answer(response);
        }
    }

    private void Refuse(ResolverTask task, ResolverRefused refused)
    {
        (task.State, task.Error) = (IntentState.Refused, refused.Error);
        var isRenewal = task.Waiting.Count == 0;
        task.Answer(refused);
        if (!task.IsConfirmed) Drop(task);
        else if (isRenewal) _lost.Add(IntentOf(task));
    }

    private void Drop(ResolverTask task)
    {
        var place = _tasks.IndexOf(task);
        if (place < 0) return;
        if (task.Before is { IsConfirmed: true } before) _tasks[place] = before;
        else _tasks.RemoveAt(place);
    }

    private ResolverTask Want(RegisterResolver register)
    {
        var known = Wanted(register.Map, register.Definition.Name);
        if (known?.Request is RegisterResolver same && same.Definition == register.Definition && (known.State != IntentState.Waiting || same.Replace || !register.Replace))
        {
            // Two parts of an application that want the same; both are told.
            if (known.State == IntentState.Waiting) return known;
            // Another one, since the connection has its answer to this one.
            _tasks.Remove(known);
            return new ResolverTask(register) { IsConfirmed = known.IsConfirmed, Before = known.Before };
        }

        // The server may hold the one before, although its answer has not come or never will.
        var mayBeHeld = known is { IsConfirmed: true } or { TimesSent: > 0 };
        var task = new ResolverTask(register with { Replace = register.Replace || mayBeHeld }) { Before = known is { IsConfirmed: false } ? known.Before : known };
        if (known is null) return task;
        // Who waits for the one before is told what becomes of the one that took its place.
        task.Waiting.AddRange(known.Waiting);
        known.Waiting.Clear();
        _tasks.Remove(known);
        return task;
    }

    private ResolverTask GiveUp(UnregisterResolver unregister)
    {
        if (Wanted(unregister.Map, unregister.Name) is { } known)
        {
            known.Answer(new ResolverRefused(new SyncError(ErrorCode.NotFound, $"Resolver {unregister.Name} of map {unregister.Map} was unregistered before it was registered.")));
            _tasks.Remove(known);
        }

        return new ResolverTask(unregister);
    }

    private ResolverTask? Wanted(string map, string name) => _tasks.Find(task => task.IsWanted && task.Subject == (map, name));

    private static ResolverIntent IntentOf(ResolverTask task)
    {
        var register = (RegisterResolver)task.Request;
        return new ResolverIntent(register.Map, register.Definition, task.State, task.Error);
    }
}
