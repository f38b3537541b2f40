namespace Grpc.Core;

/// <summary>Makes marshallers; generated code calls it.</summary>
internal static class Marshallers
{
    /// <summary>Makes a marshaller from functions over byte arrays.</summary>
    public static Marshaller<T> Create<T>(Func<T, byte[]> serializer, Func<byte[], T> deserializer) => new(serializer, deserializer);

    /// <summary>Makes a marshaller from functions over buffers.</summary>
    public static Marshaller<T> Create<T>(Action<T, SerializationContext> serializer, Func<DeserializationContext, T> deserializer)
        => new(serializer, deserializer);
}
