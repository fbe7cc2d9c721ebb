using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>The YAML head of a scenario.</summary>
public sealed record FrontMatter
{
    /// <summary>The scenario's name, as the list shows it.</summary>
    public required string Title { get; init; }

    /// <summary>Who wrote it.</summary>
    public ImmutableArray<string> Authors { get; init; } = [];

    /// <summary>The planned length, when one is given.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>For whom it is, in a few words.</summary>
    public string? Audience { get; init; }

    /// <summary>What must be there to play it.</summary>
    public ImmutableArray<Requirement> Requires { get; init; } = [];

    /// <summary>How it is meant to be played.</summary>
    public ScenarioMode Mode { get; init; }

    /// <summary>The theme to start with: dark, light or high-contrast.</summary>
    public string? Theme { get; init; }

    /// <summary>Regular expressions (.NET) of text that must never be shown.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];
}
