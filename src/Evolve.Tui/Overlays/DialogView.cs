using System.Collections.Immutable;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Overlays;

/// <summary>A question with answers to choose from.</summary>
public sealed record DialogView
{
    /// <summary>What it is about, in the frame.</summary>
    public required string Title { get; init; }

    /// <summary>The question, in one or a few sentences.</summary>
    public required string Text { get; init; }

    /// <summary>The colour of the frame: <see cref="Role.BorderFocused"/>, <see cref="Role.Warning"/> or <see cref="Role.StepFailed"/>.</summary>
    public Role Frame { get; init; } = Role.BorderFocused;

    /// <summary>What is listed below the question and can be scrolled, such as commands.</summary>
    public ImmutableArray<DialogDetail> Details { get; init; } = [];

    /// <summary>The answers.</summary>
    public required ImmutableArray<DialogChoice> Choices { get; init; }

    /// <summary>The chosen answer, from 0.</summary>
    public int Selected { get; init; }

    /// <summary>What a second press of forward does, in words; or null.</summary>
    public string? Hint { get; init; }

    /// <summary>How many lines of the details are scrolled away.</summary>
    public int Scroll { get; init; }
}

/// <summary>An answer.</summary>
/// <param name="Key">The key that takes it at once.</param>
/// <param name="Label">The answer, in a word or two.</param>
/// <param name="What">What it does, in a sentence's part.</param>
/// <param name="IsSafe">True for the one that a clicker takes.</param>
public sealed record DialogChoice(string Key, string Label, string What, bool IsSafe = false);

/// <summary>A piece that a dialog lists.</summary>
/// <param name="Label">What it is, such as a step's id.</param>
/// <param name="Text">Its text; lines parted by <c>\n</c>, never cut.</param>
public sealed record DialogDetail(string Label, string Text);
