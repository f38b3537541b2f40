using TopGun.Client;

// Opens the replica file that it is given, says "open", and then writes for ever: each number that it prints was written before.
try
{
    await using var client = TopGunClient.Open(new TopGunClientOptions { ReplicaFile = args[0] });
    Console.WriteLine("open");
    var map = client.GetMap("numbers");
    for (var number = 1L; ; number++)
    {
        map.Set($"{number}", number);
        Console.WriteLine(number);
    }
}
catch (TopGunClientException error)
{
    Console.WriteLine(error.Error);
    return 1;
}
