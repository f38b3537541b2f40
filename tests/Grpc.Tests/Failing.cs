using Grpc.Core;

namespace TopGun.Grpc.Tests;

/// <summary>The status with which a piece of work fails.</summary>
internal static class Failing
{
    public static async Task<StatusCode> StatusAsync(Func<Task> work) => (await Assert.ThrowsAsync<RpcException>(work)).StatusCode;
}
