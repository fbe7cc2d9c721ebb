using System.Collections.Immutable;
using Evolve.Lamp.Diagnosis;
using Evolve.Tui.Overlays;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Opening;

/// <summary>Everything that the picture of the opening screen depends on.</summary>
public sealed record OpeningView
{
    /// <summary>The scenarios to choose from.</summary>
    public required ImmutableArray<OpeningEntry> Scenarios { get; init; }

    /// <summary>Which of them is chosen, from 0.</summary>
    public int Selected { get; init; }

    /// <summary>The doctor's findings so far.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>True while the doctor still looks.</summary>
    public bool IsExamining { get; init; }

    /// <summary>A message over everything, such as a scenario that could not be opened; or null.</summary>
    public string? Banner { get; init; }

    /// <summary>What is being done to open the chosen scenario, or null; a <see cref="Banner"/> goes before it.</summary>
    public string? Busy { get; init; }

    /// <summary>The keys to show at the bottom.</summary>
    public ImmutableArray<KeyHint> Keys { get; init; } = [];

    /// <summary>The program's version, or null.</summary>
    public string? Version { get; init; }

    /// <summary>Columns to draw in.</summary>
    public required int Width { get; init; }

    /// <summary>Lines to draw in.</summary>
    public required int Height { get; init; }

    /// <summary>How it looks.</summary>
    public required Theme Theme { get; init; }

    /// <summary>The moment, for the spinner.</summary>
    public DateTimeOffset Now { get; init; }
}

/// <summary>A scenario in the list.</summary>
/// <param name="Title">Its title, or its file's name when it cannot be read.</param>
/// <param name="Path">Its file, as it is shown.</param>
public sealed record OpeningEntry(string Title, string Path)
{
    /// <summary>Its planned length, when it gives one.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>For whom it is.</summary>
    public string? Audience { get; init; }

    /// <summary>What it needs, in a word each.</summary>
    public ImmutableArray<string> Requires { get; init; } = [];

    /// <summary>How many steps it has.</summary>
    public int StepCount { get; init; }

    /// <summary>The first thing that is wrong with it, or null.</summary>
    public string? Error { get; init; }
}
