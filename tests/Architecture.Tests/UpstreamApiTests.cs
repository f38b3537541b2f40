using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace TopGun.Architecture.Tests;

/// <summary>The members of the gRPC runtime that the rest uses, against a list of members that the upstream packages have.</summary>
/// <remarks>So the switch to the upstream runtime stays open where its packages can't be restored; see decision 0015.</remarks>
public sealed class UpstreamApiTests
{
    // What is ours in either build, or stands in the branches of GrpcRuntime.cs and WebChannel.cs that are ours.
    private static readonly string[] Ours =
        ["Grpc.Net.Client.GrpcHttpHandler", "Grpc.AspNetCore.Server.GrpcServiceOptions.get_WebOrigins/0", "Grpc.Net.Client.GrpcChannelOptions.set_Form/1"];

    private static readonly string[] Users = ["TopGun.Protocol", "TopGun.Server", "TopGun.Client"];
    private static readonly string[] Runtime = ["TopGun.Grpc", "TopGun.Grpc.Server"];

    [Fact]
    public void Only_members_that_upstream_has_are_used()
    {
        var listed = Repository.Read("tests/Architecture.Tests/upstream-api.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var used = Users.SelectMany(assembly => MembersUsed(Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll"))).Distinct()
            .Where(member => !Ours.Any(ours => member.StartsWith(ours, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal);

        // Equal, not a part: a line that nobody needs any more goes.
        Assert.Equal(string.Join('\n', listed), string.Join('\n', used));
    }

    private static IEnumerable<string> MembersUsed(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var metadata = file.GetMetadataReader();
        var members = new List<string>();
        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (TypeOf(metadata, member.Parent) is { } type) members.Add($"{type}.{metadata.GetString(member.Name)}/{Parameters(metadata, member)}");
        }

        return members;
    }

    private static string? TypeOf(MetadataReader metadata, EntityHandle parent)
    {
        if (parent.Kind == HandleKind.TypeSpecification)
        {
            // An instance of a generic type: its mark, class or value type, and then which.
            var blob = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
            if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance) return null;
            blob.ReadByte();
            parent = blob.ReadTypeHandle();
        }

        return parent.Kind == HandleKind.TypeReference ? NameOf(metadata, (TypeReferenceHandle)parent) : null;
    }

    private static string? NameOf(MetadataReader metadata, TypeReferenceHandle handle)
    {
        var type = metadata.GetTypeReference(handle);
        var name = metadata.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return NameOf(metadata, (TypeReferenceHandle)type.ResolutionScope) is { } outer ? $"{outer}.{name}" : null;
        if (type.ResolutionScope.Kind != HandleKind.AssemblyReference) return null;
        var assembly = metadata.GetString(metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name);
        var space = metadata.GetString(type.Namespace);
        var isRuntime = Runtime.Contains(assembly) && (space.StartsWith("Grpc.", StringComparison.Ordinal) || space.StartsWith("Microsoft.", StringComparison.Ordinal));
        return isRuntime ? $"{space}.{name}" : null;
    }

    private static string Parameters(MetadataReader metadata, MemberReference member)
    {
        var signature = metadata.GetBlobReader(member.Signature);
        var header = signature.ReadSignatureHeader();
        if (header.Kind != SignatureKind.Method) return "field";
        if (header.IsGeneric) signature.ReadCompressedInteger();
        return $"{signature.ReadCompressedInteger()}";
    }
}
