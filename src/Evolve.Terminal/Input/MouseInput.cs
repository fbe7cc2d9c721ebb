namespace Evolve.Terminal.Input;

/// <summary>Something done with the mouse over a program's screen.</summary>
/// <param name="Action">What.</param>
/// <param name="Button">With which button; for a movement, the one held down, or none.</param>
/// <param name="Column">The column, from 0.</param>
/// <param name="Row">The row, from 0.</param>
/// <param name="Modifiers">What is held down with it.</param>
public readonly record struct MouseInput(
    MouseAction Action,
    MouseButton Button,
    int Column,
    int Row,
    KeyModifiers Modifiers = KeyModifiers.None);

/// <summary>What was done with the mouse.</summary>
public enum MouseAction
{
    /// <summary>A button went down, or the wheel turned.</summary>
    Press,

    /// <summary>A button went up.</summary>
    Release,

    /// <summary>The pointer moved.</summary>
    Move,
}

/// <summary>A button; the values are those of xterm's mouse protocol.</summary>
public enum MouseButton
{
    /// <summary>The left one.</summary>
    Left = 0,

    /// <summary>The middle one.</summary>
    Middle = 1,

    /// <summary>The right one.</summary>
    Right = 2,

    /// <summary>None is down.</summary>
    None = 3,

    /// <summary>The wheel turned up.</summary>
    WheelUp = 64,

    /// <summary>The wheel turned down.</summary>
    WheelDown = 65,
}
