using Evolve.Lamp.Traffic;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Figures;

/// <summary>What the picture of traffic is drawn from.</summary>
public sealed record TrafficView
{
    /// <summary>The figures.</summary>
    public required TrafficSnapshot Traffic { get; init; }

    /// <summary>Whether they are those of a recording, which no key changes.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Columns.</summary>
    public required int Width { get; init; }

    /// <summary>Rows.</summary>
    public required int Height { get; init; }

    /// <summary>How it looks.</summary>
    public required Theme Theme { get; init; }

    /// <summary>The moment, for what moves.</summary>
    public DateTimeOffset Now { get; init; }
}
