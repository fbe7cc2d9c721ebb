namespace Evolve.Scenarios.Model;

/// <summary>How a scenario is meant to be played.</summary>
public enum ScenarioMode
{
    /// <summary>Somebody shows it to an audience.</summary>
    Talk,

    /// <summary>Everybody does the exercises: hints, checks by themselves, a summary.</summary>
    Workshop,
}
