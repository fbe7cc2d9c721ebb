using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Diagnosis;
using Evolve.Player.Commands;
using Evolve.Player.Recordings;
using Evolve.Player.Trusting;
using Evolve.Scenarios.Catalog;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Tests.App;

/// <summary>What a test gives the app.</summary>
internal sealed record AppOptions
{
    public TerminalSize Size { get; init; } = new(80, 24);

    public Scenario Scenario { get; init; } = Talks.Small;

    public bool IsWorkshop { get; init; }

    public string? Initial { get; init; }

    public FakePrograms Programs { get; init; } = new();

    public IDeploymentSource? Deployment { get; init; } = new FakeDeployment();

    public FakeTraffic? Traffic { get; init; }

    public FakeScoreboard? Scoreboard { get; init; }

    public Func<CancellationToken, IAsyncEnumerable<Finding>>? Examine { get; init; }

    public Func<CancellationToken, Task<string>>? Remove { get; init; }

    public RecordingShelf? Recordings { get; init; }

    public string? ReplayReason { get; init; }

    public ITrust? Trust { get; init; }

    public ILampControl? Lamp { get; init; }

    public ImmutableArray<TierFlavours> Tiers { get; init; } = [new("web", ["container"]), new("php", ["container", "linux-unikernel", "mirage"])];

    public string? NotesFolder { get; init; }

    public Func<string, string> Veil { get; init; } = sentence => sentence;

    /// <summary>Where progress is kept; null keeps none.</summary>
    public string? ProgressFolder { get; init; }

    public string? Warning { get; init; }

    public TerminalAbilities Abilities { get; init; } = new(ColorDepth.TrueColor, IsUnicode: true);

    public ImmutableArray<CatalogEntry> Catalog { get; init; } =
    [
        new CatalogEntry
        {
            Path = Talks.Small.Path,
            Name = "talk",
            Title = Talks.Small.FrontMatter.Title,
            Duration = TimeSpan.FromMinutes(20),
            Audience = "everybody",
            Requires = [Requirement.Engine],
            SlideCount = 3,
            StepCount = 2,
        },
        new CatalogEntry
        {
            Path = "/talks/tour.md",
            Name = "tour",
            Title = "A tour of Evolve",
            Duration = TimeSpan.FromMinutes(2),
            Audience = "newcomers",
            SlideCount = 6,
            StepCount = 3,
        },
    ];
}
