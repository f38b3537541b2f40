using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using TopGun.Grpc.Tests.Protos;

namespace TopGun.Grpc.Tests.Server;

/// <summary>Messages on the wire are the same whether their serializer announces a length and writes into the body, writes without a word, or hands an array over.</summary>
public sealed class SerializerFormsTests
{
    private static readonly Note[] Messages = [new(), new() { Number = 7 }, Frames.Bulk(5_000), new() { Text = new string('a', 3 << 20) }];

    public static TheoryData<string> Forms => [.. Serializers.All.Keys];

    [Theory, MemberData(nameof(Forms)), Trait("Pitfall", "4")]
    public async Task A_server_s_response_is_one_frame(string form)
    {
        await using var host = await TestHost.StartAsync(map: TestHost.Map<Echo>);
        foreach (var message in Messages)
        {
            using var request = new RawRequest(host, $"/echo/{form}");
            var response = await request.SendAsync(Frames.Of(message));
            Assert.Equal("0", response.Status);
            Assert.Equal(Frames.Of(message), response.Body);
        }
    }

    [Theory, MemberData(nameof(Forms)), Trait("Pitfall", "4"), Trait("Pitfall", "6")]
    public async Task So_it_is_compressed_and_an_empty_one_is_not(string form)
    {
        await using var host = await TestHost.StartAsync(options => options.ResponseCompressionAlgorithm = "gzip", map: TestHost.Map<Echo>);
        foreach (var message in Messages)
        {
            using var request = new RawRequest(host, $"/echo/{form}") { Headers = { ["grpc-accept-encoding"] = "gzip" } };
            var response = await request.SendAsync(Frames.Of(message));
            Assert.Equal("0", response.Status);
            Assert.Equal(response.Body.Length - 5, System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(response.Body.AsSpan(1)));
            Assert.Equal(message.CalculateSize() < 100 ? 0 : 1, response.Body[0]);
            Assert.Equal(message.ToByteArray(), response.Body[0] == 0 ? response.Body[5..] : Inflated(response.Body[5..]));
        }
    }

    [Theory, MemberData(nameof(Forms)), Trait("Pitfall", "4")]
    public async Task A_client_s_request_is_one_frame(string form)
    {
        var got = new TaskCompletionSource<byte[]>();
        await using var server = await ScriptedServer.StartAsync(async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body);
            got.SetResult(body.ToArray());
            http.Response.ContentType = "application/grpc";
            await http.Response.Body.WriteAsync(Frames.Of(new Note()));
            http.Response.AppendTrailer("grpc-status", "0");
        });
        foreach (var message in Messages)
        {
            got = new TaskCompletionSource<byte[]>();
            await server.Channel.CreateCallInvoker().AsyncUnaryCall(Echo.Method(form), null, default, message);
            Assert.Equal(Frames.Of(message), await got.Task);
        }
    }

    private static byte[] Inflated(byte[] payload)
    {
        using var inflated = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(payload), CompressionMode.Decompress)) gzip.CopyTo(inflated);
        return inflated.ToArray();
    }

    /// <summary>The ways in which a serializer may work.</summary>
    private static class Serializers
    {
        public static Dictionary<string, Marshaller<Note>> All { get; } = new()
        {
            ["Announced"] = new(
                (note, context) =>
                {
                    context.SetPayloadLength(note.CalculateSize());
                    note.WriteTo(context.GetBufferWriter());
                    context.Complete();
                },
                context => Note.Parser.ParseFrom(context.PayloadAsReadOnlySequence())),
            ["Unannounced"] = new(
                (note, context) =>
                {
                    note.WriteTo(context.GetBufferWriter());
                    context.Complete();
                },
                context => Note.Parser.ParseFrom(context.PayloadAsNewBuffer())),
            ["AsArray"] = new(note => note.ToByteArray(), Note.Parser.ParseFrom),
        };
    }

    /// <summary>A service as generated code would make it, but for its marshallers.</summary>
    [BindServiceMethod(typeof(Echo), nameof(Bind))]
    internal sealed class Echo
    {
        public static Method<Note, Note> Method(string form) => new(MethodType.Unary, "echo", form, Serializers.All[form], Serializers.All[form]);

        public static void Bind(ServiceBinderBase binder, Echo? service)
        {
            foreach (var form in Serializers.All.Keys) binder.AddMethod(Method(form), default(UnaryServerMethod<Note, Note>));
        }

        public Task<Note> Announced(Note request, ServerCallContext context) => Task.FromResult(request);

        public Task<Note> Unannounced(Note request, ServerCallContext context) => Task.FromResult(request);

        public Task<Note> AsArray(Note request, ServerCallContext context) => Task.FromResult(request);
    }
}
