namespace TopGun.Scripting.Runtime;

/// <summary>Carries an exception of a host function through the script, whose try statements do not know it, to the host.</summary>
internal sealed class HostFunctionException(Exception inner) : Exception(inner.Message, inner);
