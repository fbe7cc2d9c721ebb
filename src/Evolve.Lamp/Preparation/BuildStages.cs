using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Evolve.Lamp.Evolution;

namespace Evolve.Lamp.Preparation;

/// <summary>
/// Notes from what builds print which stages the engine's builder has gone through: by these it finds its way again,
/// without a network. BuildKit prints none, and keeps its stages where no archive of images reaches them.
/// </summary>
/// <param name="next">Told everything, too.</param>
public sealed partial class BuildStages(IProgress<PlanEvent> next) : IProgress<PlanEvent>
{
    private readonly List<string> _ids = [];

    /// <summary>The short ids of the stages so far, each once.</summary>
    public ImmutableArray<string> Ids => [.. _ids.Distinct(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Report(PlanEvent value)
    {
        if (value is PlanEvent.LinePrinted { Line: var line } && Stage().Match(line) is { Success: true } stage)
        {
            _ids.Add(stage.Groups["id"].Value);
        }

        next.Report(value);
    }

    [GeneratedRegex("^ *---> (?<id>[0-9a-f]{12})$", RegexOptions.CultureInvariant)]
    private static partial Regex Stage();
}
