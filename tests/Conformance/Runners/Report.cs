using TopGun.EndToEnd.Processes;

namespace TopGun.Conformance.Runners;

/// <summary>What a runner printed, checked against the list of scenarios.</summary>
internal sealed class Report
{
    private readonly Dictionary<string, Outcome> _outcomes = [];
    private readonly List<string> _faults = [];

    /// <summary>Reads what a runner printed.</summary>
    /// <param name="end">How it ended.</param>
    /// <param name="scenarios">The ids that it must speak of, each once.</param>
    /// <param name="lostAnswers">How many answers were kept from it; without any it has shown nothing of what it does then.</param>
    public Report(ProgramEnd end, IReadOnlyCollection<string> scenarios, int lostAnswers)
    {
        Errors = end.Errors;
        if (end.ExitCode != 0) _faults.Add($"It ended with {end.ExitCode}.");
        foreach (var line in end.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)) Take(line);
        if (lostAnswers == 0) _faults.Add("It lost no answer at CONFORMANCE_LOSSY_ADDRESS.");
        _faults.AddRange(_outcomes.Keys.Except(scenarios).Select(id => $"It speaks of {id}, which SCENARIOS.md does not."));
        _faults.AddRange(scenarios.Except(_outcomes.Keys).Select(id => $"It says nothing of {id}."));
    }

    /// <summary>What is wrong with the runner itself; empty when it kept to what is written.</summary>
    public IReadOnlyList<string> Faults => _faults;

    /// <summary>What it warned of.</summary>
    public string Errors { get; }

    /// <summary>What became of a scenario.</summary>
    public Outcome Of(string scenario) => _outcomes.GetValueOrDefault(scenario, new Outcome(Verdict.Fail, "The runner says nothing of it."));

    private void Take(string line)
    {
        switch (line.Split(' ', 3))
        {
            case ["PASS", var id]: Add(id, new Outcome(Verdict.Pass, "")); break;
            case ["FAIL", var id, var reason]: Add(id, new Outcome(Verdict.Fail, reason)); break;
            case ["SKIP", var id, var reason]: Add(id, new Outcome(Verdict.Skip, reason)); break;
            default: _faults.Add($"It printed '{line}', which is no line of a runner."); break;
        }
    }

    private void Add(string id, Outcome outcome)
    {
        if (!_outcomes.TryAdd(id, outcome)) _faults.Add($"It speaks of {id} twice.");
    }
}
