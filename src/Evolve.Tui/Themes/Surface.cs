namespace Evolve.Tui.Themes;

/// <summary>What text is drawn on.</summary>
public enum Surface
{
    /// <summary>The screen itself.</summary>
    Canvas,

    /// <summary>Code and the cards of steps.</summary>
    Raised,

    /// <summary>The status line.</summary>
    Bar,

    /// <summary>The chosen line of a list.</summary>
    Selected,

    /// <summary>A box over everything else.</summary>
    Overlay,

    /// <summary>A banner that tells of an error.</summary>
    Alarm,
}
