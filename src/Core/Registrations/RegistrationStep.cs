namespace TopGun.Core.Registrations;

/// <summary>What a change does to a registration. The numbers are stored.</summary>
public enum RegistrationStep : byte
{
    /// <summary>It is made, or made anew; nobody claims it yet.</summary>
    Define = 1,

    /// <summary>A user claims it, or renews the claim.</summary>
    Claim = 2,

    /// <summary>A user gives up the claim.</summary>
    Disclaim = 3,

    /// <summary>It is gone, with all claims.</summary>
    Remove = 4,
}
