namespace Evolve.Tui.Themes;

/// <summary>The themes to choose from.</summary>
public enum ThemeKind
{
    /// <summary>Light text on dark, the default.</summary>
    Dark,

    /// <summary>Dark text on light, for bright rooms.</summary>
    Light,

    /// <summary>Contrast of 7 to 1 and more.</summary>
    HighContrast,
}
