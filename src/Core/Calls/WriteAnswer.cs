namespace TopGun.Core.Calls;

/// <summary>The answer to a write call: what became of it, or why it was not judged.</summary>
public abstract record WriteAnswer;
