using Google.Protobuf;
using TopGun.Core.Sync;
using TopGun.Generators;
using TopGun.Protocol.Frames;

namespace TopGun.Protocol.Tests.Frames;

public class RoundTripTests
{
    [Fact]
    public void A_frame_from_the_client_arrives_as_it_was_sent()
        => Law.Holds(SomeFrames.Client, frame =>
        {
            var bytes = ClientFrameMapping.ToRequest(frame).ToByteArray();
            return Same.As(frame, ClientFrameMapping.FromRequest(Wire.SyncRequest.Parser.ParseFrom(bytes), SyncLimits.Default));
        });

    [Fact]
    public void A_frame_from_the_server_arrives_as_it_was_sent()
        => Law.Holds(SomeFrames.Server, frame =>
        {
            var bytes = ServerFrameMapping.ToResponse(frame).ToByteArray();
            return Same.As(frame, ServerFrameMapping.FromResponse(Wire.SyncResponse.Parser.ParseFrom(bytes)));
        });

    [Fact]
    public void An_op_can_be_kept_in_its_form_on_the_wire()
        => Law.Holds(SomeFrames.Ops(new WriterId("n", "1"), 7), op => Same.As(op, OpMapping.FromWire(OpMapping.ToWire(op), new WriterId("n", "1"), SyncLimits.Default)));

    [Fact]
    public void Every_kind_of_frame_is_tried()
    {
        Assert.Equal(KindsOf<ClientFrame>(), Enum.GetNames<Wire.ClientFrame.KindOneofCase>().Length - 1);
        Assert.Equal(KindsOf<ServerFrame>(), Enum.GetNames<Wire.ServerFrame.KindOneofCase>().Length - 1);
    }

    [Fact]
    public void An_op_with_a_fault_only_ever_arrives()
        => Assert.Throws<ArgumentException>(() => OpMapping.ToWire(new Op(1, 2, 0, 0, null, null, OpFault.Invalid($"broken"))));

    [Fact]
    public void A_kind_of_server_frame_that_is_not_known_is_ignored()
    {
        var unknown = Wire.SyncResponse.Parser.ParseFrom(new byte[] { 0x0A, 0x03, 0xA2, 0x06, 0x00 });   // frame { field 100: "" }

        Assert.Null(ServerFrameMapping.FromResponse(unknown));
    }

    [Theory]
    [InlineData(1_024, 1_024)]
    [InlineData(1_025, 1_024)]
    public void A_reason_is_cut_to_the_length_of_the_contract(int length, int sent)
    {
        var ended = new StreamEnded(new SyncError(ErrorCode.Internal, new string('x', length)));

        Assert.Equal(sent, ServerFrameMapping.ToWire(ended).Error.Message.Length);
    }

    [Fact]
    public void A_reason_is_cut_between_characters()
    {
        var result = new OpResult(1, 2, OpResultCode.MergeRejected, 0, null, new string('x', 1_022) + "\U0001F600\u20AC");
        var results = new OpResults("m", new WriterId("n", "1"), 1, [result]);

        Assert.Equal(new string('x', 1_022), ServerFrameMapping.ToWire(results).OpResults.Results[0].Reason);
    }

    private static int KindsOf<T>() => typeof(T).Assembly.GetTypes().Count(type => type.BaseType == typeof(T));
}
