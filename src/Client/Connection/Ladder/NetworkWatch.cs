using System.Net.NetworkInformation;

namespace TopGun.Client.Connection.Ladder;

/// <summary>Tells when the device's network addresses have changed, where the platform can.</summary>
internal sealed class NetworkWatch : IDisposable
{
    private readonly NetworkAddressChangedEventHandler? _handler;

    public NetworkWatch(Action changed)
    {
        try
        {
            NetworkAddressChangedEventHandler handler = (_, _) => changed();
            NetworkChange.NetworkAddressChanged += handler;
            _handler = handler;
        }
        catch (Exception unable) when (unable is PlatformNotSupportedException or NetworkInformationException)
        {
            // Then the ladder is climbed daily, and when the application asks to reconnect.
        }
    }

    public void Dispose()
    {
        if (_handler is not null) NetworkChange.NetworkAddressChanged -= _handler;
    }
}
