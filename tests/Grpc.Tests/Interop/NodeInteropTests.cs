namespace TopGun.Grpc.Tests.Interop;

/// <summary>Our server and the implementation of gRPC for Node.</summary>
public sealed class NodeInteropTests(NodeRun run) : IClassFixture<NodeRun>
{
    [Theory]
    [InlineData("unary")]
    [InlineData("large")]
    [InlineData("metadata")]
    [InlineData("errorWithDetails")]
    [InlineData("unimplemented")]
    [InlineData("bidi")]
    [InlineData("bidiPingPong")]
    [InlineData("serverStream")]
    [InlineData("clientStream")]
    [InlineData("deadline")]
    [InlineData("cancel")]
    [InlineData("gzip")]
    public void A_client_on_Node_is_understood(string name)
    {
        Assert.SkipWhen(run.Output is null, "Node and npm are not installed.");
        Assert.Contains($"ok {name}", run.Output.Split('\n'));
    }
}
