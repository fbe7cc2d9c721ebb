using System.Text;

namespace Evolve.Player.Panes;

/// <summary>What we ourselves write into panes, between the output of programs.</summary>
internal static class PaneText
{
    /// <summary>
    /// Puts right what a program may have left behind: the alternate screen, mouse and paste modes, a scroll region, a
    /// hidden cursor, colours; then starts a new line. Alternate screen first, so that the cursor is that of the main one.
    /// </summary>
    internal const string AfterProgram =
        "\e[?1049l\e[?1000l\e[?1002l\e[?1003l\e[?1004l\e[?1006l\e[?2004l\e[?1l\e>\e[4l\e7\e[?6l\e[r\e8\e[?7h\e[?25h\e(B\x0f\e[0m";

    /// <summary>The commands as somebody would have typed them: a prompt before the first line, the rest under it.</summary>
    internal static string Prompt(string script)
    {
        var text = new StringBuilder();
        var prompt = "$ ";
        foreach (var line in script.Split('\n'))
        {
            text.Append("\e[0;2m").Append(prompt).Append("\e[0;1m").Append(Safe(line)).Append("\e[0m\r\n");
            prompt = "  ";
        }

        return text.ToString();
    }

    internal static string Faint(string sentence) => $"\e[0;2m{Safe(sentence)}\e[0m";

    /// <summary>The same text with control characters made visible, so that nothing of ours can steer a terminal by accident.</summary>
    internal static string Safe(string text)
    {
        if (!text.Any(char.IsControl))
        {
            return text;
        }

        var safe = new StringBuilder();
        foreach (var c in text)
        {
            // The control pictures of Unicode stand for 0x00 to 0x1f, in order, from U+2400.
            _ = c switch
            {
                '\t' => safe.Append("    "),
                < ' ' => safe.Append((char)('\u2400' + c)),
                _ when char.IsControl(c) => safe.Append('\u2421'),
                _ => safe.Append(c),
            };
        }

        return safe.ToString();
    }
}
