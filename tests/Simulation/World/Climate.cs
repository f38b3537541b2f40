using TopGun.Core.Maps;
using TopGun.Core.Partitions;

namespace TopGun.Simulation.World;

/// <summary>What kind of world a seed makes: how large, how rough. Drawn once, so that some worlds are all crashes and others all clocks.</summary>
/// <remarks>The chances are per mille of a step.</remarks>
public sealed record Climate
{
    /// <summary>The names of the maps.</summary>
    public required IReadOnlyList<string> Maps { get; init; }

    /// <summary>What applications keep in each map.</summary>
    public required IReadOnlyList<MapType> Types { get; init; }

    /// <summary>How many of a hundred writes are for a map of another type than most applications think.</summary>
    public required int Quarrels { get; init; }

    /// <summary>The keys of each map.</summary>
    public required IReadOnlyList<string> Keys { get; init; }

    /// <summary>The fields of each record.</summary>
    public required IReadOnlyList<string> Fields { get; init; }

    /// <summary>How many steps until everything is healed.</summary>
    public required int Steps { get; init; }

    /// <summary>Whether frames are turned into bytes of the contract and back.</summary>
    public required bool OnWire { get; init; }

    /// <summary>How many frames a link holds in each direction.</summary>
    public required int LinkFrames { get; init; }

    /// <summary>How large pages of changes are, in bytes; small ones make many.</summary>
    public required int PageBytes { get; init; }

    /// <summary>How large the pieces are in which digests are worked out; between small ones everything else happens.</summary>
    public required int DigestSteps { get; init; }

    /// <summary>Ops in a batch.</summary>
    public required int BatchOps { get; init; }

    /// <summary>Unconfirmed results of a writer.</summary>
    public required int UnconfirmedResults { get; init; }

    /// <summary>Of a thousand steps, how many do not move the time: the more, the more timestamps tie.</summary>
    public required int Stillness { get; init; }

    /// <summary>How often an application writes.</summary>
    public required int Writes { get; init; }

    /// <summary>How often a stream breaks.</summary>
    public required int Cuts { get; init; }

    /// <summary>How often a device's process dies.</summary>
    public required int DeviceCrashes { get; init; }

    /// <summary>How often a step of a device's store is its last.</summary>
    public required int DeviceStoreCrashes { get; init; }

    /// <summary>How often the server's process dies.</summary>
    public required int ServerCrashes { get; init; }

    /// <summary>How often a commit fails, or is left in doubt.</summary>
    public required int FailedCommits { get; init; }

    /// <summary>How often a write is one that the store refuses.</summary>
    public required int Poison { get; init; }

    /// <summary>How often a device is copied or restored.</summary>
    public required int Copies { get; init; }

    /// <summary>How often a wall clock jumps, or a device boots.</summary>
    public required int ClockJumps { get; init; }

    /// <summary>How often hours or days pass at once.</summary>
    public required int Nights { get; init; }

    /// <summary>How often permissions change.</summary>
    public required int Rules { get; init; }

    /// <summary>How many of a hundred things that an application does are groups.</summary>
    public required int Groups { get; init; }

    /// <summary>How many of a hundred writes say for how long their record is to live.</summary>
    public required int Ttls { get; init; }

    /// <summary>For how long the server remembers removals, in milliseconds; shorter than some absences.</summary>
    public required long RetentionMs { get; init; }

    /// <summary>How many of a hundred devices are away for longer than removals are remembered, in a season at the end; 0 for no such season.</summary>
    public required int Absent { get; init; }

    /// <summary>For how long the server remembers writers, in milliseconds; shorter than two or three nights in some worlds.</summary>
    public required long WriterRetentionMs { get; init; }

    /// <summary>Whether device clocks are wrong at all.</summary>
    public required bool WrongClocks { get; init; }

    /// <summary>How many of a hundred confirmed records of each device go bad at rest, unnoticed; the digest walk must repair them.</summary>
    public required int Rot { get; init; }

    /// <summary>Draws a climate.</summary>
    public static Climate Draw(Dice dice)
    {
        int Maybe(int percent, int most) => dice.Percent(percent) ? 1 + dice.Below(most) : 0;
        var forgetsSoon = dice.Percent(50);
        var forgetsWriters = dice.Percent(20);
        return new Climate
        {
            Maps = dice.Below(4) switch { 0 => ["notes", "tasks"], 1 => ["notes", Neighbour], _ => ["notes"] },
            Keys = Some(dice, "k1", "k2", "k3"),
            Fields = Some(dice, "a", "b", "c"),
            Steps = 250 + dice.Below(450),
            OnWire = dice.Percent(35),
            LinkFrames = 1 + dice.Below(6),
            PageBytes = dice.Percent(50) ? 1 + dice.Below(120) : 4096,
            BatchOps = dice.Percent(60) ? 1 + dice.Below(4) : 100,
            UnconfirmedResults = dice.Percent(20) ? 3 + dice.Below(10) : 20_000,
            Stillness = dice.Pick([300, 700, 950]),
            Writes = 20 + dice.Below(130),
            Cuts = Maybe(70, 25),
            DeviceCrashes = Maybe(50, 15),
            DeviceStoreCrashes = Maybe(40, 20),
            ServerCrashes = Maybe(60, 15),
            FailedCommits = Maybe(60, 250),
            Poison = Maybe(20, 100),
            // A copy that is older than what is remembered of its writer does again what the other one did: no server could tell.
            Copies = forgetsWriters ? 0 : Maybe(30, 12),
            ClockJumps = Maybe(50, 12),
            Nights = forgetsWriters ? 2 + dice.Below(10) : Maybe(40, 6),
            WriterRetentionMs = (forgetsWriters ? 2 : 60) * 24L * 60 * 60 * 1000,
            Rules = Maybe(20, 10),
            WrongClocks = dice.Percent(60),
            Groups = Maybe(60, 60),
            Ttls = Maybe(50, 40),
            RetentionMs = forgetsSoon ? 20 + dice.Below(dice.Percent(70) ? 300 : 3_000) : 30L * 24 * 60 * 60 * 1000,
            Absent = forgetsSoon ? Maybe(70, 80) : 0,
            Rot = Maybe(50, 80),
            // Sets and counters in half of all worlds.
            Types = dice.Percent(50) ? [MapType.Lww, MapType.Lww] : [dice.Pick([MapType.OrMap, MapType.PnCounter]), dice.Pick([MapType.Lww, MapType.OrMap, MapType.PnCounter])],
            Quarrels = Maybe(15, 10),
            DigestSteps = dice.Percent(50) ? 1 + dice.Below(4) : 4_000,
        };
    }

    // A map in the partition of the other one, so that two maps share versions, commits and epochs.
    private static string Neighbour { get; } = Enumerable.Range(0, int.MaxValue)
        .Select(i => $"m{i}")
        .First(map => PartitionId.Of(map) == PartitionId.Of("notes"));

    private static IReadOnlyList<string> Some(Dice dice, params string[] names) => names[..(1 + dice.Below(names.Length))];
}
