using TopGun.Core.Resolvers;

namespace TopGun.Core.Registrations;

/// <summary>Writes down what resolvers answer, and tells nobody else: what is only tried is neither counted nor logged.</summary>
internal sealed class TracedResolvers(IResolverSource source) : IResolverSource
{
    private readonly HashSet<IResolver> _asked = [];
    private readonly List<ResolverAnswer> _answers = [];

    public IReadOnlyList<ResolverAnswer> Answers => _answers;

    public ResolverChain? ChainOf(string map) => source.ChainOf(map);

    public ResolverDecision? Ask(IResolver resolver, ResolverContext context) => source.Try(resolver, context);

    public void Answered(IResolver resolver, ResolverContext context, ResolverDecision decision, Exception? cause)
        => _answers.Add(new ResolverAnswer(
            resolver.Name, decision.Action, decision.Value, decision.Reason, !_asked.Add(resolver), decision.Cost?.Steps ?? 0, decision.Cost?.AllocatedBytes ?? 0));
}
