namespace TopGun.Grpc.Tests.Malformed;

/// <summary>Tests that measure what the process keeps: none runs beside another.</summary>
[CollectionDefinition(nameof(MemoryMeasured), DisableParallelization = true)]
public sealed class MemoryMeasured;
