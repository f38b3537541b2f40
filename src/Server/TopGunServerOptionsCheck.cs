using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace TopGun.Server;

/// <summary>Checks the options when the application starts, and reports every mistake at once.</summary>
internal sealed class TopGunServerOptionsCheck : IValidateOptions<TopGunServerOptions>
{
    public ValidateOptionsResult Validate(string? name, TopGunServerOptions options)
    {
        string[] mistakes = [.. options.Validate(new ValidationContext(options, "TopGun", null, null)).Select(mistake => mistake.ErrorMessage!)];
        return mistakes.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(mistakes);
    }
}
