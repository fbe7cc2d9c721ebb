namespace Evolve.Tui.Themes;

/// <summary>How many colours the terminal shows.</summary>
public enum ColorDepth
{
    /// <summary>None; bold, underline and inverse stay.</summary>
    Monochrome,

    /// <summary>The 16 of the terminal's palette.</summary>
    Sixteen,

    /// <summary>The 256 of xterm.</summary>
    Indexed,

    /// <summary>24 bits.</summary>
    TrueColor,
}
