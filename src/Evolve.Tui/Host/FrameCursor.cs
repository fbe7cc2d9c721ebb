using Evolve.Terminal.Screen;

namespace Evolve.Tui.Host;

/// <summary>Where the terminal's cursor is after a frame.</summary>
/// <param name="IsVisible">False hides it.</param>
/// <param name="Column">Column of the screen, from 0.</param>
/// <param name="Row">Row of the screen, from 0.</param>
/// <param name="Shape">Its shape.</param>
internal readonly record struct FrameCursor(bool IsVisible, int Column, int Row, CursorShape Shape)
{
    /// <summary>No cursor.</summary>
    public static FrameCursor Hidden => default;
}
