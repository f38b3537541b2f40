using TopGun.Core.Values;
using TopGun.Simulation.Devices;
using TopGun.Simulation.World;

namespace TopGun.Simulation.Checkers;

/// <summary>Whoever follows the events of a device's maps knows what it shows, each change once and without gaps.</summary>
public sealed class Events(SimulatedWorld world) : Checker(world)
{
    private readonly Dictionary<Device, Dictionary<(string Map, string Key), Value?>> _followed = [];

    /// <inheritdoc/>
    public override void Joined(Device device) => Begin(device);

    /// <inheritdoc/>
    public override void Reopened(Device device, bool inStep) => Begin(device);

    /// <inheritdoc/>
    public override void Stepped(Device device)
    {
        var followed = _followed[device];
        foreach (var change in device.Replica.TakeEvents().Changes)
        {
            if (!Equals(followed.GetValueOrDefault((change.Map, change.Key)), change.Before))
                throw Broken($"{device}: {change} does not follow on {followed.GetValueOrDefault((change.Map, change.Key))}.");
            followed[(change.Map, change.Key)] = change.After;
        }

        foreach (var ((map, key), value) in followed)
            if (!Equals(device.Replica.Get(map, key), value)) throw Broken($"{device} shows {map}/{key} as {device.Replica.Get(map, key)}; its events end at {value}.");
    }

    private void Begin(Device device)
    {
        var followed = _followed[device] = [];
        foreach (var map in World.Climate.Maps)
            foreach (var key in World.Climate.Keys) followed[(map, key)] = device.Replica.Get(map, key);
        device.Replica.TakeEvents();
    }
}
