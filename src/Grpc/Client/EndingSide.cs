namespace Grpc.Net.Client;

/// <summary>Who ended a call.</summary>
internal enum EndingSide
{
    /// <summary>The server, or the network between.</summary>
    There,

    /// <summary>This side gave it up.</summary>
    Here,
}
