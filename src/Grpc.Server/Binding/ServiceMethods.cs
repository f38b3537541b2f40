using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Grpc.Core;

namespace TopGun.Grpc.Server.Binding;

/// <summary>The methods of a service class, found through the code that was generated for its base.</summary>
internal static class ServiceMethods
{
    /// <summary>What of a service class must survive trimming.</summary>
    public const DynamicallyAccessedMemberTypes Members =
        DynamicallyAccessedMemberTypes.PublicMethods | DynamicallyAccessedMemberTypes.PublicConstructors;

    /// <summary>Binds the service without an instance: the generated code names the methods, and no handlers.</summary>
    public static IReadOnlyList<BoundMethod> Of<[DynamicallyAccessedMembers(Members)] TService>(CallEnvironment environment)
        where TService : class
    {
        var binding = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{typeof(TService)} is not derived from the generated base of a service.");
        var bind = binding.BindType.GetMethods(BindingFlags.Public | BindingFlags.Static)
            .Single(method => method.Name == binding.BindMethodName && method.GetParameters() is [{ } first, _]
                && first.ParameterType == typeof(ServiceBinderBase));
        var binder = new MethodBinder<TService>(environment);
        bind.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [binder, null], null);
        return binder.Methods;
    }
}
