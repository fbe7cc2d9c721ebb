using System.Text;

namespace Evolve.Player.Running;

/// <summary>Takes control sequences (ECMA-48) out of a program's output, so that what remains can be searched.</summary>
internal static class PlainText
{
    /// <summary>
    /// The text, lines parted by <c>\n</c>. A carriage return in the middle of a line parts too, for what a progress
    /// bar said before it was overwritten was said; a backspace takes one character back.
    /// </summary>
    internal static string Of(ReadOnlySpan<byte> output) => Of(Encoding.UTF8.GetString(output), null);

    /// <summary>The same of characters.</summary>
    /// <param name="raw">What a program has written.</param>
    /// <param name="places">Takes where in <paramref name="raw"/> each character of the text stands; -1 for a line end that is only meant.</param>
    internal static string Of(string raw, List<int>? places)
    {
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            switch (c)
            {
                case '\e':
                    i = EndOfEscape(raw, i + 1);
                    break;
                case '\u009b':
                    i = EndOfControlSequence(raw, i + 1);
                    break;
                case '\r':
                    EndLine(text, raw, i, places);
                    break;
                case '\n' or '\t':
                    text.Append(c);
                    places?.Add(i);
                    break;
                case '\b':
                    if (text.Length > 0 && text[^1] != '\n')
                    {
                        text.Length--;
                        places?.RemoveAt(text.Length);
                    }

                    break;
                default:
                    if (!char.IsControl(c))
                    {
                        text.Append(c);
                        places?.Add(i);
                    }

                    break;
            }
        }

        return text.ToString();
    }

    private static void EndLine(StringBuilder text, string raw, int at, List<int>? places)
    {
        // A terminal writes \r\n, sometimes \r\r\n, for a line's end.
        var next = at + 1;
        while (next < raw.Length && raw[next] == '\r')
        {
            next++;
        }

        if (next < raw.Length && raw[next] != '\n' && text.Length > 0 && text[^1] != '\n')
        {
            text.Append('\n');
            places?.Add(-1);
        }
    }

    /// <summary>The index of the last character of what follows an ESC.</summary>
    private static int EndOfEscape(string raw, int at)
    {
        if (at >= raw.Length)
        {
            return raw.Length - 1;
        }

        switch (raw[at])
        {
            case '[':
                return EndOfControlSequence(raw, at + 1);
            case ']' or 'P' or 'X' or '^' or '_':
                return EndOfString(raw, at + 1);
        }

        // Intermediates 0x20-0x2f, then one final character.
        while (at < raw.Length - 1 && raw[at] is >= ' ' and <= '/')
        {
            at++;
        }

        return at;
    }

    private static int EndOfControlSequence(string raw, int at)
    {
        while (at < raw.Length && raw[at] is >= ' ' and <= '?')
        {
            at++;
        }

        // A control character inside breaks the sequence off and counts itself.
        return at < raw.Length && raw[at] is >= '@' and <= '~' ? at : at - 1;
    }

    /// <summary>OSC, DCS and their like end with BEL or ESC \.</summary>
    private static int EndOfString(string raw, int at)
    {
        while (at < raw.Length)
        {
            if (raw[at] == '\a')
            {
                return at;
            }

            if (raw[at] == '\e')
            {
                return at + 1 < raw.Length && raw[at + 1] == '\\' ? at + 1 : at - 1;
            }

            at++;
        }

        return raw.Length - 1;
    }
}
