using Evolve.Terminal.Input;

namespace Evolve.Tui.Keys;

/// <summary>Keys as they are written for people: <c>Ctrl-P</c>, <c>PageDown</c>, <c>?</c>.</summary>
public static class KeyNames
{
    private static readonly (string Name, KeyModifiers Modifier)[] s_modifiers =
        [("Ctrl", KeyModifiers.Control), ("Alt", KeyModifiers.Alt), ("Shift", KeyModifiers.Shift)];

    /// <summary>The name of a key.</summary>
    public static string Of(KeyPress key)
    {
        var name = key.Key switch
        {
            TerminalKey.Escape => "Esc",
            TerminalKey.Character when key.Rune.Value == ' ' => "Space",
            TerminalKey.Character when key.Modifiers != 0 => key.Rune.ToString().ToUpperInvariant(),
            TerminalKey.Character => key.Rune.ToString(),
            _ => key.Key.ToString(),
        };
        return string.Concat(s_modifiers.Where(part => key.Modifiers.HasFlag(part.Modifier)).Select(part => part.Name + "-")) + name;
    }

    /// <summary>The key of a name.</summary>
    /// <exception cref="FormatException">There is no such key.</exception>
    public static KeyPress Parse(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        var rest = name;
        var modifiers = KeyModifiers.None;
        foreach (var (word, modifier) in s_modifiers)
        {
            if (rest.Length > word.Length + 1 && rest.StartsWith(word + "-", StringComparison.Ordinal))
            {
                rest = rest[(word.Length + 1)..];
                modifiers |= modifier;
            }
        }

        if (rest is "Space")
        {
            return KeyPress.Of(' ', modifiers);
        }

        if (rest.EnumerateRunes().Count() == 1)
        {
            var rune = rest.EnumerateRunes().First();
            return KeyPress.Of(modifiers == 0 ? rune : System.Text.Rune.ToLowerInvariant(rune), modifiers);
        }

        return Enum.TryParse<TerminalKey>(rest is "Esc" ? "Escape" : rest, out var key) && key != TerminalKey.Character
            ? KeyPress.Of(key, modifiers)
            : throw new FormatException($"There is no key named {name}.");
    }
}
