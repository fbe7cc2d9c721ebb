using Evolve.Terminal.Screen;

namespace Evolve.Terminal.Input;

/// <summary>Tells a program that it got or lost the focus.</summary>
public static class FocusEncoder
{
    /// <summary>The bytes of the report; none when the program did not ask for it.</summary>
    public static byte[] Encode(bool hasFocus, ScreenModes modes) =>
        !modes.FocusEvents ? [] : hasFocus ? "\e[I"u8.ToArray() : "\e[O"u8.ToArray();
}
