namespace Evolve.Scenarios.Model;

/// <summary>How a slide shares the screen with the panes.</summary>
public enum SlideLayout
{
    /// <summary>The slide on the left, deployment and panes on the right.</summary>
    Split,

    /// <summary>The slide alone.</summary>
    Slide,

    /// <summary>Deployment and panes alone.</summary>
    Panes,

    /// <summary>The traffic figures, large, over deployment and panes.</summary>
    Traffic,

    /// <summary>The scoreboard of tiers and flavours alone.</summary>
    Scoreboard,
}
