using Microsoft.Extensions.Logging;

namespace TopGun.Host.Serving;

internal static partial class HostLog   // 8000-8099
{
    [LoggerMessage(EventId = 8000, Level = LogLevel.Information, EventName = nameof(CertificateInUse),
        Message = "The certificate of {Subject} is in use; it ends at {Ends:u}.")]
    public static partial void CertificateInUse(ILogger logger, string subject, DateTime ends);

    [LoggerMessage(EventId = 8001, Level = LogLevel.Warning, EventName = nameof(CertificateNotRead),
        Message = "The certificate was not read again, the one from before stays in use: {Reason}")]
    public static partial void CertificateNotRead(ILogger logger, string reason);

    [LoggerMessage(EventId = 8002, Level = LogLevel.Warning, EventName = nameof(CertificateEnds),
        Message = "The certificate of {Subject} ends at {Ends:u}; renew it, and the server takes the new files within seconds.")]
    public static partial void CertificateEnds(ILogger logger, string subject, DateTime ends);
}
