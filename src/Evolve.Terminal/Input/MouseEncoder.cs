using System.Text;
using Evolve.Terminal.Screen;

namespace Evolve.Terminal.Input;

/// <summary>
/// Turns what is done with the mouse into the bytes that an xterm sends to a program (xterm control sequences, "Mouse
/// Tracking"): as decimal numbers, as UTF-8, or as single bytes, whichever the program asked for.
/// </summary>
public static class MouseEncoder
{
    private const int Motion = 32;
    private const int Released = 3;
    private const int LargestByte = 255 - 33;
    private const int LargestUtf8 = 2047 - 33;

    /// <summary>The bytes of a mouse event under the program's modes; none when the program did not ask for it.</summary>
    public static byte[] Encode(MouseInput mouse, ScreenModes modes)
    {
        if (!IsWanted(mouse, modes.MouseTracking) || mouse.Column < 0 || mouse.Row < 0)
        {
            return [];
        }

        var isRelease = mouse.Action == MouseAction.Release;
        var code = (int)mouse.Button + (mouse.Action == MouseAction.Move ? Motion : 0) + Modifiers(mouse.Modifiers);
        if (modes.MouseSgr)
        {
            return Encoding.ASCII.GetBytes($"\e[<{code};{mouse.Column + 1};{mouse.Row + 1}{(isRelease ? 'm' : 'M')}");
        }

        // The older forms do not say which button went up, and have no way to name a far column.
        code = isRelease ? Released + Modifiers(mouse.Modifiers) : code;
        var largest = modes.MouseUtf8 ? LargestUtf8 : LargestByte;
        if (mouse.Column > largest || mouse.Row > largest)
        {
            return [];
        }

        var text = $"\e[M{(char)(code + 32)}{(char)(mouse.Column + 33)}{(char)(mouse.Row + 33)}";
        return (modes.MouseUtf8 ? Encoding.UTF8 : Encoding.Latin1).GetBytes(text);
    }

    private static bool IsWanted(MouseInput mouse, MouseTracking tracking) => mouse.Action switch
    {
        MouseAction.Move => tracking == MouseTracking.Any || (tracking == MouseTracking.Drag && mouse.Button != MouseButton.None),
        MouseAction.Release when mouse.Button >= MouseButton.WheelUp => false,
        _ => tracking != MouseTracking.None,
    };

    private static int Modifiers(KeyModifiers modifiers) =>
        (modifiers.HasFlag(KeyModifiers.Shift) ? 4 : 0)
        + (modifiers.HasFlag(KeyModifiers.Alt) ? 8 : 0)
        + (modifiers.HasFlag(KeyModifiers.Control) ? 16 : 0);
}
