using System.Globalization;
using TopGun.Storage.Benchmarks;

// Usage: dotnet run -c Release [directory] [records of the large map]
// The directory must lie on the disk that is to be measured; a temporary one by default.
var directory = args.Length > 0 ? args[0] : Directory.CreateTempSubdirectory("topgun-bench-").FullName;
var records = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 1_000_000;

Console.WriteLine($"In {directory}; medians of {Median.Runs} runs.");
await CommitBenchmark.RunAsync(directory, opsPerCommit: 1, commits: 1_000);
await CommitBenchmark.RunAsync(directory, opsPerCommit: 100, commits: 500);
await CommitBenchmark.RunAsync(directory, opsPerCommit: 1_000, commits: 100);
await CommitBenchmark.RunManyPartitionsAsync(directory, partitions: 64, opsPerCommit: 10, commits: 50);
await CommitBenchmark.RunSustainedAsync(directory, opsPerCommit: 100, keys: 200_000, TimeSpan.FromSeconds(10));
await LargeMapBenchmark.RunAsync(directory, records);
