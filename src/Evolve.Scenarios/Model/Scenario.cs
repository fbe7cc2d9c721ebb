using System.Collections.Immutable;

namespace Evolve.Scenarios.Model;

/// <summary>A scenario as read from its Markdown files, includes resolved.</summary>
public sealed record Scenario
{
    /// <summary>The root file's full path.</summary>
    public required string Path { get; init; }

    /// <summary>Title, duration and what it needs.</summary>
    public required FrontMatter FrontMatter { get; init; }

    /// <summary>The slides in order; at least one.</summary>
    public required ImmutableArray<Slide> Slides { get; init; }

    /// <summary>Full paths of the root and of every included file, to be watched for changes.</summary>
    public required ImmutableArray<string> Files { get; init; }

    /// <summary>All steps in document order.</summary>
    public ImmutableArray<Step> Steps => [.. Slides.SelectMany(slide => slide.Steps)];

    /// <summary>The step with this id, or null.</summary>
    public Step? FindStep(string id) => Slides.SelectMany(slide => slide.Steps).FirstOrDefault(step => step.Id == id);
}
