using Microsoft.Extensions.Options;

namespace TopGun.Server.Storage.Sqlite;

/// <summary>Checks the settings at the start.</summary>
[OptionsValidator]
internal sealed partial class SqliteStoreOptionsValidator : IValidateOptions<SqliteStoreOptions>;
