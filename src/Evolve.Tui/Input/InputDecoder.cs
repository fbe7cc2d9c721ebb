using System.Text;
using Evolve.Terminal.Input;

namespace Evolve.Tui.Input;

/// <summary>
/// Turns what a terminal sends into input events, split anywhere: keys as xterm encodes them (also with modifiers and
/// as <c>CSI u</c>), the mouse by SGR (mode 1006), bracketed paste, focus reports. Answers and unknown sequences vanish.
/// </summary>
public sealed class InputDecoder(Action<InputEvent> output)
{
    /// <summary>Longer than any sequence that means something here; what is longer is dropped.</summary>
    private const int LongestSequence = 64;

    private const string PasteEnd = "\u001b[201~";
    private readonly Decoder _utf8 = new UTF8Encoding(false).GetDecoder();
    private readonly StringBuilder _sequence = new();
    private readonly StringBuilder _paste = new();
    private State _state;
    private char _high;

    private enum State
    {
        Ground,
        Escape,
        Csi,
        Ss3,
        String,
        StringEscape,
        Paste,
    }

    /// <summary>True while an escape character waits for what follows: after a pause it was the key itself.</summary>
    public bool IsWaiting => _state is State.Escape or State.Csi or State.Ss3;

    /// <summary>Takes bytes.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        Span<char> chars = stackalloc char[512];
        while (bytes.Length > 0)
        {
            _utf8.Convert(bytes, chars, flush: false, out var used, out var made, out _);
            foreach (var c in chars[..made])
            {
                Take(c);
            }

            bytes = bytes[used..];
        }
    }

    /// <summary>Says that nothing followed: a lone escape is the key, <c>ESC [</c> is Alt and a bracket.</summary>
    public void Flush()
    {
        switch (_state)
        {
            case State.Escape:
                Key(TerminalKey.Escape);
                break;
            case State.Csi when _sequence.Length == 0:
                output(new KeyInput(KeyPress.Of('[', KeyModifiers.Alt)));
                break;
            case State.Ss3:
                output(new KeyInput(KeyPress.Of('O', KeyModifiers.Alt)));
                break;
        }

        if (IsWaiting)
        {
            _state = State.Ground;
        }
    }

    private void Take(char c)
    {
        switch (_state)
        {
            case State.Paste:
                TakePasted(c);
                break;
            case State.String:
                _state = c switch { '\u001b' => State.StringEscape, '\a' => State.Ground, _ => State.String };
                break;
            case State.StringEscape:
                _state = c == '\\' ? State.Ground : State.String;
                break;
            case State.Escape:
                TakeAfterEscape(c);
                break;
            case State.Ss3:
                _state = State.Ground;
                Function(c, KeyModifiers.None);
                break;
            case State.Csi:
                TakeInSequence(c);
                break;
            default:
                TakeOnGround(c, KeyModifiers.None);
                break;
        }
    }

    private void TakeAfterEscape(char c)
    {
        _sequence.Clear();
        switch (c)
        {
            case '[':
                _state = State.Csi;
                break;
            case 'O':
                _state = State.Ss3;
                break;
            case ']' or '_' or '^' or 'P':
                // A terminal's answer begins so; its text must not be taken for keys.
                _state = State.String;
                break;
            case '\u001b':
                Key(TerminalKey.Escape);
                break;
            default:
                _state = State.Ground;
                TakeOnGround(c, KeyModifiers.Alt);
                break;
        }
    }

    private void TakeInSequence(char c)
    {
        if (c == '\u001b')
        {
            _state = State.Escape;
        }
        else if (c is >= '@' and <= '~')
        {
            _state = State.Ground;
            Sequence(_sequence.ToString(), c);
        }
        else if (_sequence.Append(c).Length > LongestSequence)
        {
            _state = State.Ground;
        }
    }

    private void TakeOnGround(char c, KeyModifiers modifiers)
    {
        if (char.IsHighSurrogate(c))
        {
            _high = c;
            return;
        }

        if (char.IsLowSurrogate(c))
        {
            if (Rune.TryCreate(_high, c, out var rune))
            {
                output(new KeyInput(KeyPress.Of(rune, modifiers)));
            }

            return;
        }

        switch (c)
        {
            case '\u001b':
                _state = State.Escape;
                break;
            case '\r':
                Key(TerminalKey.Enter, modifiers);
                break;
            case '\t':
                Key(TerminalKey.Tab, modifiers);
                break;
            case '\u007f':
                Key(TerminalKey.Backspace, modifiers);
                break;
            case '\0':
                output(new KeyInput(KeyPress.Of(' ', modifiers | KeyModifiers.Control)));
                break;
            case < '\u001b':
                output(new KeyInput(KeyPress.Of((char)(c + 'a' - 1), modifiers | KeyModifiers.Control)));
                break;
            case < ' ':
                output(new KeyInput(KeyPress.Of((char)(c + '@'), modifiers | KeyModifiers.Control)));
                break;
            default:
                output(new KeyInput(KeyPress.Of(c, modifiers)));
                break;
        }
    }

    private void TakePasted(char c)
    {
        _paste.Append(c);
        if (c != '~' || _paste.Length < PasteEnd.Length || _paste.ToString(_paste.Length - PasteEnd.Length, PasteEnd.Length) != PasteEnd)
        {
            return;
        }

        _paste.Length -= PasteEnd.Length;
        output(new PasteInput(_paste.ToString()));
        _paste.Clear();
        _state = State.Ground;
    }

    private void Sequence(string text, char final)
    {
        if (text.StartsWith('<') && final is 'M' or 'm')
        {
            if (SgrMouse.Parse(text[1..], final == 'm') is { } mouse)
            {
                output(new PointerInput(mouse));
            }

            return;
        }

        var numbers = text.Split(';').Select(part => int.TryParse(part.Split(':')[0], out var number) ? number : 0).ToArray();
        var modifiers = Modifiers(numbers.ElementAtOrDefault(1));
        switch (final)
        {
            case '~' when numbers[0] == 200:
                _state = State.Paste;
                break;
            case '~' when numbers[0] == 27 && numbers.Length > 2:
                Code(numbers[2], modifiers);
                break;
            case '~':
                Numbered(numbers[0], modifiers);
                break;
            case 'u' when !text.StartsWith('?'):
                Code(numbers[0], modifiers);
                break;
            case 'I' or 'O' when text.Length == 0:
                output(new FocusInput(final == 'I'));
                break;
            case 'Z':
                Key(TerminalKey.Tab, KeyModifiers.Shift);
                break;
            case var _ when text.Length == 0 || text.StartsWith("1;", StringComparison.Ordinal):
                Function(final, modifiers);
                break;
        }
    }

    private void Function(char letter, KeyModifiers modifiers)
    {
        TerminalKey? key = letter switch
        {
            'A' => TerminalKey.Up,
            'B' => TerminalKey.Down,
            'C' => TerminalKey.Right,
            'D' => TerminalKey.Left,
            'H' => TerminalKey.Home,
            'F' => TerminalKey.End,
            'P' => TerminalKey.F1,
            'Q' => TerminalKey.F2,
            'R' => TerminalKey.F3,
            'S' => TerminalKey.F4,
            'M' => TerminalKey.Enter,
            _ => null,
        };
        if (key is { } known)
        {
            Key(known, modifiers);
        }
    }

    private void Numbered(int number, KeyModifiers modifiers)
    {
        TerminalKey? key = number switch
        {
            1 or 7 => TerminalKey.Home,
            2 => TerminalKey.Insert,
            3 => TerminalKey.Delete,
            4 or 8 => TerminalKey.End,
            5 => TerminalKey.PageUp,
            6 => TerminalKey.PageDown,
            >= 11 and <= 15 => TerminalKey.F1 + (number - 11),
            >= 17 and <= 21 => TerminalKey.F6 + (number - 17),
            23 or 24 => TerminalKey.F11 + (number - 23),
            _ => null,
        };
        if (key is { } known)
        {
            Key(known, modifiers);
        }
    }

    /// <summary>A key by its code point, as <c>CSI u</c> and xterm's modifyOtherKeys send it.</summary>
    private void Code(int code, KeyModifiers modifiers)
    {
        TerminalKey? key = code switch
        {
            13 => TerminalKey.Enter,
            9 => TerminalKey.Tab,
            27 => TerminalKey.Escape,
            8 or 127 => TerminalKey.Backspace,
            _ => null,
        };
        if (key is { } known)
        {
            Key(known, modifiers);
        }
        else if (Rune.TryCreate(code, out var rune) && code >= ' ')
        {
            output(new KeyInput(KeyPress.Of(rune, modifiers)));
        }
    }

    private void Key(TerminalKey key, KeyModifiers modifiers = KeyModifiers.None) => output(new KeyInput(KeyPress.Of(key, modifiers)));

    private static KeyModifiers Modifiers(int parameter) => parameter > 1 ? (KeyModifiers)((parameter - 1) & 7) : KeyModifiers.None;
}
