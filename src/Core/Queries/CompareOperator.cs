namespace TopGun.Core.Queries;

/// <summary>How a field is compared with a value.</summary>
public enum CompareOperator
{
    /// <summary>The field has this value; numbers count by what they say.</summary>
    Equal = 1,

    /// <summary>Not <see cref="Equal"/>; so also where there is no such field.</summary>
    NotEqual = 2,

    /// <summary>The field is of the value's kind and below it.</summary>
    Less = 3,

    /// <summary>The field is of the value's kind and not above it.</summary>
    LessOrEqual = 4,

    /// <summary>The field is of the value's kind and above it.</summary>
    Greater = 5,

    /// <summary>The field is of the value's kind and not below it.</summary>
    GreaterOrEqual = 6,
}
