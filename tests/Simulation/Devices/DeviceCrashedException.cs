namespace TopGun.Simulation.Devices;

/// <summary>The device's process died in the middle of a step of its store.</summary>
public sealed class DeviceCrashedException : Exception;
