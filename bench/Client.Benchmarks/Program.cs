using System.Diagnostics;
using TopGun.Client.Benchmarks;

// 'fill' makes a replica file; 'start' is to be run in a process of its own each time, since a process is warm after its first query.
switch (args)
{
    case ["fill", var file, var count]:
        ReplicaFill.Run(file, int.Parse(count));
        return 0;
    case ["start", var file]:
        ClientStart.Run(file, DateTime.UtcNow - Process.GetCurrentProcess().StartTime.ToUniversalTime());
        return 0;
    case ["one-key", var writes]:
        OneKey.Run(int.Parse(writes));
        return 0;
    default:
        Console.Error.WriteLine("fill <file> <records> | start <file> | one-key <writes>");
        return 2;
}
