using System.Globalization;
using TopGun.Core.Sync;

namespace TopGun.Client.Resolvers;

/// <summary>What a server says against a resolver call, as the application learns it. The one place where codes become errors.</summary>
internal static class ResolverFailure
{
    public static TopGunClientException Of(SyncError error)
    {
        var code = error.Code switch
        {
            ErrorCode.AlreadyExists => ClientError.AlreadyExists,
            ErrorCode.NotFound => ClientError.NotFound,
            ErrorCode.Forbidden => ClientError.Forbidden,
            ErrorCode.InvalidResolver => ClientError.InvalidResolver,
            ErrorCode.LimitExceeded => ClientError.LimitExceeded,
            ErrorCode.VersionUnsupported => ClientError.ServerTooOld,
            _ => ClientError.ServerFailed,
        };
        return new TopGunClientException(code, error.Message) { Line = Number(error, "line"), Column = Number(error, "column") };
    }

    private static int? Number(SyncError error, string name)
        => error.Metadata?.GetValueOrDefault(name) is { } text && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
