using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;

namespace Evolve.Scenarios.Steps;

/// <summary>A fence with attributes, before it is known what belongs to what.</summary>
internal sealed record StepFence
{
    public required SourceText Source { get; init; }

    /// <summary>Where the fence begins.</summary>
    public required int Offset { get; init; }

    public required string Text { get; init; }

    public required ShellKind Shell { get; init; }

    /// <summary>The title of the slide, from which an id is derived when none is written.</summary>
    public required string SlideTitle { get; init; }

    public FenceKind Kind { get; init; }

    public bool IsBackground { get; init; }

    public NameAt? Id { get; init; }

    /// <summary>The step that it belongs to.</summary>
    public NameAt? Of { get; init; }

    public ImmutableArray<NameAt> Needs { get; init; } = [];

    public string? Pane { get; init; }

    public TimeSpan? Timeout { get; init; }

    public TimeSpan? Within { get; init; }

    public Regex? Expect { get; init; }

    public bool MayFail { get; init; }

    public string? Measure { get; init; }

    /// <summary>The hints that follow it on its slide.</summary>
    public ImmutableArray<string> Hints { get; init; } = [];

    public SourceLocation Location => Source.Locate(Offset);
}

/// <summary>A name and where it is written.</summary>
/// <param name="Name">The name.</param>
/// <param name="Offset">Where it begins.</param>
internal sealed record NameAt(string Name, int Offset);
