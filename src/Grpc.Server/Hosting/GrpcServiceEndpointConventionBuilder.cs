namespace Microsoft.AspNetCore.Builder;

/// <summary>Puts conventions, such as authorization, on all methods of a mapped service.</summary>
internal sealed class GrpcServiceEndpointConventionBuilder(IReadOnlyList<IEndpointConventionBuilder> methods) : IEndpointConventionBuilder
{
    /// <inheritdoc/>
    public void Add(Action<EndpointBuilder> convention)
    {
        foreach (var method in methods) method.Add(convention);
    }

    /// <inheritdoc/>
    public void Finally(Action<EndpointBuilder> finallyConvention)
    {
        foreach (var method in methods) method.Finally(finallyConvention);
    }
}
