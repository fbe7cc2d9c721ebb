using System.Text;

namespace Evolve.Terminal.Input;

/// <summary>A key press for a program in a terminal.</summary>
/// <param name="Key">Which key.</param>
/// <param name="Rune">The character when <paramref name="Key"/> is <see cref="TerminalKey.Character"/>.</param>
/// <param name="Modifiers">What is held down with it.</param>
public readonly record struct KeyPress(TerminalKey Key, Rune Rune, KeyModifiers Modifiers)
{
    /// <summary>A key that is not a character.</summary>
    public static KeyPress Of(TerminalKey key, KeyModifiers modifiers = KeyModifiers.None) => new(key, default, modifiers);

    /// <summary>A character.</summary>
    public static KeyPress Of(Rune rune, KeyModifiers modifiers = KeyModifiers.None) =>
        new(TerminalKey.Character, rune, modifiers);

    /// <summary>A character.</summary>
    public static KeyPress Of(char character, KeyModifiers modifiers = KeyModifiers.None) => Of(new Rune(character), modifiers);
}
