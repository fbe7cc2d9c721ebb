namespace Evolve.Lamp.Scoreboard;

/// <summary>The scoreboard as the app shows it; nothing here blocks.</summary>
public interface IScoreboardSource
{
    /// <summary>Raised, on any thread, after something else is to be shown.</summary>
    event Action? Changed;

    /// <summary>The figures, as far as they are known.</summary>
    ScoreTable Current { get; }

    /// <summary>True while it measures.</summary>
    bool IsMeasuring { get; }

    /// <summary>Why the last measuring came to nothing, in a sentence; or null.</summary>
    string? Problem { get; }

    /// <summary>Takes up a figure that somebody else measured.</summary>
    void Add(Score score);

    /// <summary>Measures what runs now; nothing when it already does.</summary>
    void Measure();
}
