using Evolve.Lamp.Deployment;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Topology;

/// <summary>Everything that the picture of the deployment depends on.</summary>
public sealed record TopologyView
{
    /// <summary>The deployment.</summary>
    public required DeploymentSnapshot Deployment { get; init; }

    /// <summary>Why there is no engine and what to do, in a sentence; or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Columns to draw in.</summary>
    public required int Width { get; init; }

    /// <summary>Lines to draw in.</summary>
    public required int Height { get; init; }

    /// <summary>How it looks.</summary>
    public required Theme Theme { get; init; }

    /// <summary>The moment, for the spinner of what starts.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The family of a flavour, which gives its badge's colour; a flavour that is not known is a container.</summary>
    public Func<string, FlavourFamily> FamilyOf { get; init; } = Families.ByName;
}
