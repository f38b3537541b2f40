namespace Grpc.Core;

/// <summary>Carries deadline and cancellation of a call on to another one. There is no way to make one yet.</summary>
internal abstract class ContextPropagationToken;
