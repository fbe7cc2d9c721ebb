using Evolve.Terminal.Input;

namespace Evolve.Tui.Input;

/// <summary>Reads xterm's SGR mouse reports: button code, column and row, both from 1.</summary>
internal static class SgrMouse
{
    private const int Moving = 32;
    private const int ButtonBits = 64 | 3;

    public static MouseInput? Parse(string text, bool isRelease)
    {
        var parts = text.Split(';');
        if (parts.Length != 3
            || !int.TryParse(parts[0], out var code)
            || !int.TryParse(parts[1], out var column)
            || !int.TryParse(parts[2], out var row))
        {
            return null;
        }

        var button = (MouseButton)(code & ButtonBits);
        if (!Enum.IsDefined(button))
        {
            return null;
        }

        var modifiers = ((code & 4) != 0 ? KeyModifiers.Shift : 0)
            | ((code & 8) != 0 ? KeyModifiers.Alt : 0)
            | ((code & 16) != 0 ? KeyModifiers.Control : 0);
        var action = isRelease ? MouseAction.Release : (code & Moving) != 0 ? MouseAction.Move : MouseAction.Press;
        return new MouseInput(action, button, Math.Max(0, column - 1), Math.Max(0, row - 1), modifiers);
    }
}
