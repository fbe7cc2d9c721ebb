using Evolve.Scenarios.Model;

namespace Evolve.Tui.Layout;

/// <summary>How the presenter wants the screen to be shared.</summary>
public enum LayoutChoice
{
    /// <summary>As the slide says.</summary>
    AsWritten,

    /// <summary>Slide and panes.</summary>
    Split,

    /// <summary>The slide alone.</summary>
    Slide,

    /// <summary>The panes alone.</summary>
    Panes,
}

/// <summary>What a choice means on a slide.</summary>
public static class LayoutChoices
{
    /// <summary>The layout of a slide under the presenter's choice.</summary>
    public static SlideLayout On(this LayoutChoice choice, SlideLayout written) => choice switch
    {
        LayoutChoice.Split => SlideLayout.Split,
        LayoutChoice.Slide => SlideLayout.Slide,
        LayoutChoice.Panes => SlideLayout.Panes,
        _ => written,
    };

    /// <summary>The choice after this one.</summary>
    public static LayoutChoice Next(this LayoutChoice choice) => (LayoutChoice)(((int)choice + 1) % 4);

    /// <summary>The choice in words.</summary>
    public static string InWords(this LayoutChoice choice) => choice switch
    {
        LayoutChoice.Split => "slide and panes",
        LayoutChoice.Slide => "slide alone",
        LayoutChoice.Panes => "panes alone",
        _ => "as each slide says",
    };
}
