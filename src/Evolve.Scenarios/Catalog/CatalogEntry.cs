using System.Collections.Immutable;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Catalog;

/// <summary>A scenario as the list shows it.</summary>
public sealed record CatalogEntry
{
    /// <summary>Its path, below the folder as that was given.</summary>
    public required string Path { get; init; }

    /// <summary>The file's name without <c>.md</c>, by which it is called on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>Its title; the name when the front matter cannot be read.</summary>
    public required string Title { get; init; }

    /// <summary>The planned length, when one is given.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>For whom it is, when it says so.</summary>
    public string? Audience { get; init; }

    /// <summary>What must be there to play it.</summary>
    public ImmutableArray<Requirement> Requires { get; init; } = [];

    /// <summary>How many slides it has; 0 when it is broken.</summary>
    public int SlideCount { get; init; }

    /// <summary>How many steps it has; 0 when it is broken.</summary>
    public int StepCount { get; init; }

    /// <summary>What is wrong with it; empty when it can be played.</summary>
    public ImmutableArray<ScenarioError> Errors { get; init; } = [];

    /// <summary>True when it can be played.</summary>
    public bool IsGood => Errors.IsEmpty;
}
