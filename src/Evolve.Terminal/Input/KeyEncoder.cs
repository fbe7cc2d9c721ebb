using System.Globalization;
using System.Text;
using Evolve.Terminal.Screen;

namespace Evolve.Terminal.Input;

/// <summary>
/// Turns key presses into the bytes that an xterm sends to a program (xterm control sequences, "PC-Style Function
/// Keys"): modifiers as the sum of their values plus one, Alt of a character as a leading ESC.
/// </summary>
public static class KeyEncoder
{
    /// <summary>The bytes of a key press under the program's modes.</summary>
    public static byte[] Encode(KeyPress key, ScreenModes modes)
    {
        var modifiers = key.Modifiers;
        return key.Key switch
        {
            TerminalKey.Character => Character(key.Rune, modifiers),
            TerminalKey.Enter => WithAlt("\r", modifiers),
            TerminalKey.Tab when modifiers.HasFlag(KeyModifiers.Shift) => Bytes("\e[Z"),
            TerminalKey.Tab => WithAlt("\t", modifiers),
            TerminalKey.Backspace => WithAlt(modifiers.HasFlag(KeyModifiers.Control) ? "\b" : "\x7f", modifiers),
            TerminalKey.Escape => WithAlt("\e", modifiers),
            TerminalKey.Up => Letter('A', modifiers, modes.ApplicationCursorKeys),
            TerminalKey.Down => Letter('B', modifiers, modes.ApplicationCursorKeys),
            TerminalKey.Right => Letter('C', modifiers, modes.ApplicationCursorKeys),
            TerminalKey.Left => Letter('D', modifiers, modes.ApplicationCursorKeys),
            TerminalKey.Home => Letter('H', modifiers, modes.ApplicationCursorKeys),
            TerminalKey.End => Letter('F', modifiers, modes.ApplicationCursorKeys),
            TerminalKey.F1 => Letter('P', modifiers, isApplication: true),
            TerminalKey.F2 => Letter('Q', modifiers, isApplication: true),
            TerminalKey.F3 => Letter('R', modifiers, isApplication: true),
            TerminalKey.F4 => Letter('S', modifiers, isApplication: true),
            _ => Number(key.Key, modifiers),
        };
    }

    private static byte[] Character(Rune rune, KeyModifiers modifiers)
    {
        var text = modifiers.HasFlag(KeyModifiers.Control) && Control(rune) is { } control
            ? ((char)control).ToString()
            : rune.ToString();
        return WithAlt(text, modifiers);
    }

    /// <summary>The control character of a key, as the VT100's keyboard gives it; null when it has none.</summary>
    private static int? Control(Rune rune) => rune.Value switch
    {
        >= 'a' and <= 'z' => rune.Value - 'a' + 1,
        >= '@' and <= '_' => rune.Value - '@',
        ' ' or '2' => 0,
        >= '3' and <= '7' => rune.Value - '3' + 0x1B,
        '8' or '?' => 0x7F,
        '/' or '-' => 0x1F,
        _ => null,
    };

    private static byte[] Letter(char final, KeyModifiers modifiers, bool isApplication) =>
        Bytes(modifiers != KeyModifiers.None ? $"\e[1;{Code(modifiers)}{final}" : isApplication ? $"\eO{final}" : $"\e[{final}");

    private static byte[] Number(TerminalKey key, KeyModifiers modifiers)
    {
        var number = key switch
        {
            TerminalKey.Insert => 2,
            TerminalKey.Delete => 3,
            TerminalKey.PageUp => 5,
            TerminalKey.PageDown => 6,
            TerminalKey.F5 => 15,
            >= TerminalKey.F6 and <= TerminalKey.F10 => key - TerminalKey.F6 + 17,
            TerminalKey.F11 => 23,
            TerminalKey.F12 => 24,
            _ => throw new ArgumentOutOfRangeException(nameof(key), key, "This key has no sequence."),
        };
        return Bytes(modifiers == KeyModifiers.None ? $"\e[{number}~" : $"\e[{number};{Code(modifiers)}~");
    }

    private static string Code(KeyModifiers modifiers) => (1 + (int)modifiers).ToString(CultureInfo.InvariantCulture);

    private static byte[] WithAlt(string text, KeyModifiers modifiers) =>
        Bytes(modifiers.HasFlag(KeyModifiers.Alt) ? "\e" + text : text);

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
