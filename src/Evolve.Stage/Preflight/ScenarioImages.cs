using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Preparation;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Preflight;

/// <summary>Finds the images of ours that a scenario's commands name, or build under a name of their own.</summary>
/// <param name="root">The folder that holds <c>assets</c>.</param>
public sealed partial class ScenarioImages(string root)
{
    /// <summary>Their names, in the order of the alphabet; a name that no recipe of the assets makes is somebody's own, and left out.</summary>
    public ImmutableArray<string> NamesOf(Scenario scenario)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return [.. scenario.Steps.SelectMany(Scripts)
            .SelectMany(script => NamesIn(script.Text))
            .Distinct(StringComparer.Ordinal)
            .Where(CanBeMade)
            .Order(StringComparer.Ordinal)];
    }

    /// <summary>Names as they stand there; and what is built from a flavour's recipe is made of the same stages as that flavour.</summary>
    private static IEnumerable<string> NamesIn(string text) =>
        Ours().Matches(text).Select(match => match.Value)
            .Concat(Recipe().Matches(text).Select(match => $"evolve/{match.Groups["tier"].Value}:{match.Groups["flavour"].Value}"));

    private static IEnumerable<Script> Scripts(Step step) =>
        new[] { step.Script, step.Undo, step.Solve }.OfType<Script>().Concat(step.Checks.Select(check => check.Script));

    private bool CanBeMade(string image)
    {
        try
        {
            new BuildOrder(root).Add(image);
            return true;
        }
        catch (EvolutionException)
        {
            return false;
        }
    }

    // In `127.0.0.1:5000/evolve/php` it is a name in a registry, in `assets/evolve/…` a path, and `evolve/kernel:$tier` is half a name.
    [GeneratedRegex(@"(?<![\w./-])evolve/[a-z0-9][a-z0-9_-]*(?:\.[a-z0-9_-]+)*(?::[A-Za-z0-9_][\w-]*(?:\.[\w-]+)*)?(?![\w/]|:\$)", RegexOptions.CultureInvariant)]
    private static partial Regex Ours();

    [GeneratedRegex(@"(?<![\w./-])assets/(?<tier>[a-z0-9-]+)/(?<flavour>[a-z0-9-]+)/Dockerfile\b", RegexOptions.CultureInvariant)]
    private static partial Regex Recipe();
}
