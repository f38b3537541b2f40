using System.Net.Security;
using Microsoft.Extensions.Logging;

namespace TopGun.Host.Serving;

/// <summary>The certificate as its files have it now: a renewed one is shown to new connections within seconds, and open ones go on. Safe for many threads at once.</summary>
internal sealed class TlsReloading : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Soon = TimeSpan.FromDays(14);

    private readonly TlsFiles _files;
    private readonly ITimer _looking;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private volatile SslServerAuthenticationOptions _options;
    private DateTime _stamp;

    /// <summary>Reads the files, and looks at them from now on.</summary>
    /// <exception cref="StartFailure">They can't be read, or are not a certificate and its key.</exception>
    public TlsReloading(TlsFiles files, TimeProvider clock, ILogger logger)
    {
        (_files, _clock, _logger) = (files, clock, logger);
        _stamp = files.Stamp();
        _options = Use(files.Load());
        _looking = clock.CreateTimer(_ => Look(), null, LookEvery, LookEvery);
    }

    /// <summary>How the next connection is taken.</summary>
    public SslServerAuthenticationOptions Current => _options;

    public void Dispose() => _looking.Dispose();

    // Looked at rather than watched: a file that is mounted into a container changes by a link somewhere above it.
    private void Look()
    {
        try
        {
            var stamp = _files.Stamp();
            if (stamp == _stamp) return;
            _stamp = stamp;
            _options = Use(_files.Load());
        }
        catch (Exception failure) when (failure is StartFailure or IOException or UnauthorizedAccessException)
        {
            // Between the writing of the one file and of the other they do not fit; what was read before is still good.
            HostLog.CertificateNotRead(_logger, failure.Message);
        }
    }

    private SslServerAuthenticationOptions Use(TlsIdentity identity)
    {
        var ends = identity.Certificate.NotAfter.ToUniversalTime();
        HostLog.CertificateInUse(_logger, identity.Certificate.Subject, ends);
        if (ends - _clock.GetUtcNow().UtcDateTime < Soon) HostLog.CertificateEnds(_logger, identity.Certificate.Subject, ends);
        return identity.ToOptions(_files);
    }
}
