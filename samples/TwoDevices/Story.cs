namespace TwoDevices;

/// <summary>The main job, step by step: two devices, one record, a killed device, a killed server, and nothing lost.</summary>
internal static class Story
{
    private static int _step;

    /// <summary>Tells it. Arguments: the server's executable.</summary>
    /// <returns>0 when both devices end with the same record and every edit counts; 1 otherwise.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var server = args.ElementAtOrDefault(0) ?? throw new ArgumentException("Name the server's executable.");
        var place = Directory.CreateTempSubdirectory("topgun-two-devices-").FullName;
        try
        {
            return await TellAsync(server, place);
        }
        finally
        {
            Directory.Delete(place, recursive: true);
        }
    }

    public static void Say(string text)
    {
        lock (Console.Out) Console.WriteLine(text);
    }

    private static async Task<int> TellAsync(string executable, string place)
    {
        string data = Path.Combine(place, "server.db"), laptopFile = Path.Combine(place, "laptop.db"), phoneFile = Path.Combine(place, "phone.db");

        Step("The server starts on an empty data file.");
        using var first = await ServerProcess.StartAsync(executable, data, 0);
        var (address, token) = (first.Address, first.Token);
        Say($"      listening on {address}");

        Step("The laptop creates a record. The phone, with a replica file of its own, receives it.");
        using var laptop = DeviceProcess.Start("laptop", laptopFile, address, token);
        await laptop.TellAsync("create Milk");
        await laptop.TellAsync("saved");
        using (var phone = DeviceProcess.Start("phone", phoneFile, address, token))
        {
            await phone.TellAsync("synced");
            Show("phone", await phone.TellAsync("show"));
            phone.Kill();
        }

        Step("The phone goes offline. Its user ticks the record off and renames it; both edits are on its disk when it is killed (kill -9).");
        using (var phone = DeviceProcess.Start("phone", phoneFile))
        {
            await phone.TellAsync("tick");
            Show("phone", await phone.TellAsync("write title Oat milk"));
            phone.Kill();
        }

        Step("Meanwhile the laptop, online, writes a note, and a moment later renames the record too. Both are durable on the server.");
        await laptop.TellAsync("write note two litres");
        await laptop.TellAsync("write title Soy milk");
        Show("laptop", await laptop.TellAsync("saved"));

        Step("The server is killed (kill -9). The laptop goes on: its next edit waits in its op log.");
        first.Kill();
        Show("laptop", await laptop.TellAsync("write note three litres"));

        Step("The server starts again on what its disk holds.");
        using var second = await ServerProcess.StartAsync(executable, data, new Uri(address).Port);
        Show("laptop", await laptop.TellAsync("saved"));

        Step("The phone is switched on again, online. Its two edits come out of its op log.");
        using var again = DeviceProcess.Start("phone", phoneFile, address, token);
        await again.TellAsync("saved");
        await again.TellAsync("synced");
        await laptop.TellAsync("synced");

        // The laptop learns of the phone's edit when the server tells it; it is not asked to guess when that is.
        var onPhone = await again.TellAsync("show");
        var onLaptop = await laptop.TellAsync("show");
        for (var tries = 0; onLaptop != onPhone && tries < 200; tries++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50));
            (onPhone, onLaptop) = (await again.TellAsync("show"), await laptop.TellAsync("show"));
        }

        return Judge(onPhone, onLaptop);
    }

    private static int Judge(string onPhone, string onLaptop)
    {
        Step("Both devices show:");
        Show("phone", onPhone);
        Show("laptop", onLaptop);
        Say("");
        Say("      title: both edited it. The laptop did so later, so its edit won, although the phone's arrived last.");
        Say("      note:  only the laptop edited it, once while the server was dead. It is kept.");
        Say("      done:  only the phone edited it, offline, and was killed before it could say so. It is kept.");
        Say("");

        const string Expected = "Shopping { Title = Soy milk, Note = three litres, Done = True } pending=0 rejected=0";
        if (onPhone == Expected && onLaptop == Expected)
        {
            Say("Same record on both devices, nothing lost.");
            return 0;
        }

        Say($"FAILED: expected {Expected}");
        return 1;
    }

    private static void Step(string text)
    {
        Say("");
        Say($"{++_step,2}.  {text}");
    }

    private static void Show(string name, string answer) => Say($"      {name} shows {answer}");
}
