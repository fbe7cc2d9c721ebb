namespace Evolve.Terminal.Screen;

/// <summary>Which mouse events the program asked for.</summary>
public enum MouseTracking
{
    /// <summary>None: the mouse is the user's.</summary>
    None = 0,

    /// <summary>Presses and releases (mode 1000).</summary>
    Click = 1,

    /// <summary>Also movement while a button is down (mode 1002).</summary>
    Drag = 2,

    /// <summary>Every movement (mode 1003).</summary>
    Any = 3,
}
