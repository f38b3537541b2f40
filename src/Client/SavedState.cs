namespace TopGun.Client;

/// <summary>How much of what this device has written is settled.</summary>
/// <param name="Pending">Writes that the server has not answered yet.</param>
/// <param name="Rejected">Writes that did not come into effect and wait in the inbox.</param>
public readonly record struct SavedState(int Pending, int Rejected)
{
    /// <summary>Whether the server has answered everything; what it refused waits in the inbox.</summary>
    public bool IsSaved => Pending == 0;
}
