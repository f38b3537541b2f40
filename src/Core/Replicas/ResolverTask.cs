using TopGun.Core.Registrations;
using TopGun.Core.Sync;

namespace TopGun.Core.Replicas;

/// <summary>Something to ask the server about resolvers: once, or for a wanted registration on every connection.</summary>
internal sealed class ResolverTask(ResolverRequest request)
{
    /// <summary>What is asked.</summary>
    public ResolverRequest Request { get; set; } = request;

    /// <summary>Who waits for the answer.</summary>
    public List<ResolverAsk> Waiting { get; } = [];

    /// <summary>Whether it is a wanted registration, which is renewed.</summary>
    public bool IsWanted => Request is RegisterResolver;

    /// <summary>Whether the server has ever said that it is in force.</summary>
    public bool IsConfirmed { get; set; }

    /// <summary>How often it was sent; its answer may have been lost.</summary>
    public int TimesSent { get; set; }

    /// <summary>For a registration without an answer: what it is to replace, and what stays if the server refuses it.</summary>
    public ResolverTask? Before { get; set; }

    /// <summary>What is known of it on the connection.</summary>
    public IntentState State { get; set; }

    /// <summary>Why it was refused; null otherwise.</summary>
    public SyncError? Error { get; set; }

    /// <summary>The map that it concerns; null for all.</summary>
    public string? Map => Request switch
    {
        RegisterResolver register => register.Map,
        UnregisterResolver unregister => unregister.Map,
        ListResolvers list => list.Map,
        DryRunResolver dryRun => dryRun.Map,
        _ => null,
    };

    /// <summary>The resolver whose registration it changes; null when it changes none.</summary>
    public (string Map, string Name)? Subject => Request switch
    {
        RegisterResolver register => (register.Map, register.Definition.Name),
        UnregisterResolver unregister => (unregister.Map, unregister.Name),
        _ => null,
    };

    public void Answer(ResolverResponse response)
    {
        foreach (var ask in Waiting) ask.Answer(response);
        Waiting.Clear();
    }
}
