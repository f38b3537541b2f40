using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;

namespace TopGun.Grpc.Server.Binding;

/// <summary>Gives each call its instance of the service.</summary>
internal sealed class ServiceActivator<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TService>
    where TService : class
{
    // Made when it is first needed, since a class that the container knows need not have a constructor we could call.
    private readonly Lazy<ObjectFactory<TService>> _factory = new(() => ActivatorUtilities.CreateFactory<TService>(Type.EmptyTypes));

    /// <summary>The instance for a call, from the container or made here.</summary>
    public ActivatedService<TService> Activate(IServiceProvider services)
        => services.GetService<TService>() is { } known
            ? new(known, OwnedByCall: false)
            : new(_factory.Value(services, []), OwnedByCall: true);
}
