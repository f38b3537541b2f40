using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Routing;

namespace TopGun.Grpc.Server.Reflection;

/// <summary>The services that are mapped, and the files of their contracts.</summary>
internal sealed class ServedContracts
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    /// <summary>Looks at what is mapped now.</summary>
    public ServedContracts(EndpointDataSource endpoints)
    {
        var types = endpoints.Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<GrpcMethodMetadata>()?.ServiceType).OfType<Type>();
        foreach (var service in types.Distinct().Select(DescriptorOf).OfType<ServiceDescriptor>())
        {
            Services.Add(service.FullName);
            Take(service.File);
        }
    }

    /// <summary>The full names of the services, in order.</summary>
    public SortedSet<string> Services { get; } = new(StringComparer.Ordinal);

    /// <summary>The file of this name; null when no service needs it.</summary>
    public FileDescriptor? File(string name) => _files.GetValueOrDefault(name);

    /// <summary>The file that declares this full name; null when none does.</summary>
    public FileDescriptor? Declaring(string symbol) => _symbols.GetValueOrDefault(symbol);

    // What is generated for a service has its descriptor beside the method that binds it.
    private static ServiceDescriptor? DescriptorOf(Type service)
        => service.GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)?.BindType
            .GetMethod("get_Descriptor", BindingFlags.Public | BindingFlags.Static, [])?.Invoke(null, null) as ServiceDescriptor;

    private void Take(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file)) return;
        foreach (var service in file.Services)
        {
            _symbols[service.FullName] = file;
            foreach (var method in service.Methods) _symbols[method.FullName] = file;
        }

        foreach (var message in file.MessageTypes) Take(message);
        foreach (var @enum in file.EnumTypes) _symbols[@enum.FullName] = file;
        foreach (var import in file.Dependencies) Take(import);
    }

    private void Take(MessageDescriptor message)
    {
        _symbols[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder()) _symbols[field.FullName] = message.File;
        foreach (var @enum in message.EnumTypes) _symbols[@enum.FullName] = message.File;
        foreach (var nested in message.NestedTypes) Take(nested);
    }
}
