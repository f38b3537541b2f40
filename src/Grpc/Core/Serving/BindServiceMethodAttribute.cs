using System.Diagnostics.CodeAnalysis;

namespace Grpc.Core;

/// <summary>Says which generated method binds the methods of a service's base class.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class BindServiceMethodAttribute(
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)] Type bindType, string bindMethodName) : Attribute
{
    /// <summary>The type with the binding method.</summary>
    [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicMethods)]
    public Type BindType { get; } = bindType;

    /// <summary>The name of the binding method.</summary>
    public string BindMethodName { get; } = bindMethodName;
}
