namespace Evolve.Terminal.Screen;

/// <summary>What the program has asked of its terminal; a value, so that it can leave the screen's lock.</summary>
public readonly record struct ScreenModes
{
    /// <summary>DECCKM: arrow keys send <c>ESC O A</c> instead of <c>ESC [ A</c>.</summary>
    public bool ApplicationCursorKeys { get; init; }

    /// <summary>DECKPAM: the numeric keypad sends its own sequences.</summary>
    public bool ApplicationKeypad { get; init; }

    /// <summary>Mode 2004: pasted text is put in brackets.</summary>
    public bool BracketedPaste { get; init; }

    /// <summary>Modes 1000, 1002 and 1003.</summary>
    public MouseTracking MouseTracking { get; init; }

    /// <summary>Mode 1006: mouse events as decimal numbers, without a limit of columns.</summary>
    public bool MouseSgr { get; init; }

    /// <summary>Mode 1005: mouse coordinates as UTF-8.</summary>
    public bool MouseUtf8 { get; init; }

    /// <summary>Mode 1004: the program wants to know when it gets and loses the focus.</summary>
    public bool FocusEvents { get; init; }

    /// <summary>The alternate screen is shown, which has no scrollback.</summary>
    public bool AlternateScreen { get; init; }

    /// <summary>IRM: text pushes what follows it to the right.</summary>
    public bool Insert { get; init; }

    /// <summary>DECOM: rows count from the top of the scroll region.</summary>
    public bool Origin { get; init; }

    /// <summary>DECAWM: text continues on the next line.</summary>
    public bool AutoWrap { get; init; }
}
