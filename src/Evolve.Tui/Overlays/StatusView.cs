using Evolve.Player.Exercises;
using Evolve.Player.Playing;

namespace Evolve.Tui.Overlays;

/// <summary>What the status line shows.</summary>
public sealed record StatusView
{
    /// <summary>What the next press will do.</summary>
    public required ForwardAction Next { get; init; }

    /// <summary>The slide that is on, from 1.</summary>
    public required int Slide { get; init; }

    /// <summary>How many slides there are.</summary>
    public required int SlideCount { get; init; }

    /// <summary>How much of the chapter is done; with nothing to do in it, nothing is shown.</summary>
    public ChapterProgress Progress { get; init; }

    /// <summary>How long the talk has gone on.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The planned length, or null.</summary>
    public TimeSpan? Planned { get; init; }

    /// <summary>Who has the keys when it is not the talk, such as "keys go to the pane shell"; or null.</summary>
    public string? Focus { get; init; }

    /// <summary>What was typed of a number before <c>g</c>; or null.</summary>
    public string? Number { get; init; }

    /// <summary>A short message that goes away by itself, or null.</summary>
    public string? Message { get; init; }

    /// <summary>The key that shows all keys.</summary>
    public KeyHint Help { get; init; } = new("?", "keys");

    /// <summary>The key that stops what runs.</summary>
    public KeyHint Stop { get; init; } = new("c", "stops it");

    /// <summary>The moment, for the spinner.</summary>
    public DateTimeOffset Now { get; init; }
}
