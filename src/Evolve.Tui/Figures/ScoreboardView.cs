using Evolve.Lamp.Scoreboard;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Figures;

/// <summary>What the scoreboard is drawn from.</summary>
public sealed record ScoreboardView
{
    /// <summary>The figures.</summary>
    public required ScoreTable Table { get; init; }

    /// <summary>Whether it is being measured.</summary>
    public bool IsMeasuring { get; init; }

    /// <summary>Why the last measuring came to nothing, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>How it looks.</summary>
    public required Theme Theme { get; init; }

    /// <summary>The moment, for what moves.</summary>
    public DateTimeOffset Now { get; init; }
}
