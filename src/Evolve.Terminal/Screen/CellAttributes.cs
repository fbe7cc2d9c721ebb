namespace Evolve.Terminal.Screen;

/// <summary>How a cell's text is drawn, as set by SGR (ECMA-48, 8.3.117).</summary>
[Flags]
public enum CellAttributes : ushort
{
    /// <summary>Plain text.</summary>
    None = 0,

    /// <summary>SGR 1.</summary>
    Bold = 1,

    /// <summary>SGR 2.</summary>
    Faint = 2,

    /// <summary>SGR 3.</summary>
    Italic = 4,

    /// <summary>SGR 4.</summary>
    Underline = 8,

    /// <summary>SGR 5.</summary>
    Blink = 16,

    /// <summary>SGR 7.</summary>
    Inverse = 32,

    /// <summary>SGR 8.</summary>
    Hidden = 64,

    /// <summary>SGR 9.</summary>
    Strikethrough = 128,

    /// <summary>SGR 21.</summary>
    DoubleUnderline = 256,

    /// <summary>SGR 53.</summary>
    Overline = 512,
}
