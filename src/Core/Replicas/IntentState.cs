namespace TopGun.Core.Replicas;

/// <summary>What is known of a resolver that the application has registered.</summary>
public enum IntentState
{
    /// <summary>The server has not answered yet on this connection, or there is none.</summary>
    Waiting,

    /// <summary>The server has said that it is in force.</summary>
    InForce,

    /// <summary>The server refused to renew it. It is asked again at the next connection.</summary>
    Refused,
}
