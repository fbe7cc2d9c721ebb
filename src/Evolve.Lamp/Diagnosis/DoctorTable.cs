using System.Text;
using Evolve.Lamp.Machine;

namespace Evolve.Lamp.Diagnosis;

/// <summary>The findings as a table of plain text: symbol, subject, value, and below it the sentence that fixes it.</summary>
public sealed class DoctorTable(TableStyle style)
{
    private const int LongestText = 400;
    private const int NarrowestText = 20;

    /// <summary>Formats findings, a line each and more where a text is wrapped; the last line has no end.</summary>
    public string Format(IReadOnlyList<Finding> findings)
    {
        var subjectWidth = findings.Count == 0 ? 0 : findings.Max(finding => finding.Subject.Length);
        var symbolWidth = style.IsUnicode ? 1 : 4;
        var indent = symbolWidth + 1 + subjectWidth + 2;
        var width = Math.Max(NarrowestText, style.Width - indent);
        var lines = new List<string>();
        foreach (var finding in findings)
        {
            var values = Wrap(SafeText.Of(finding.Value, LongestText), width);
            lines.Add($"{Symbol(finding.Level, symbolWidth)} {finding.Subject.PadRight(subjectWidth)}  {values[0]}".TrimEnd());
            lines.AddRange(values.Skip(1).Select(value => new string(' ', indent) + value));
            if (finding.Remedy is { } remedy)
            {
                var arrow = style.IsUnicode ? "→ " : "> ";
                var texts = Wrap(SafeText.Of(remedy, LongestText), width - arrow.Length);
                lines.AddRange(texts.Select((text, index) => new string(' ', indent) + (index == 0 ? arrow : "  ") + text));
            }
        }

        return string.Join('\n', lines);
    }

    private string Symbol(FindingLevel level, int width)
    {
        // The warning's triangle is two cells wide in some terminals and one in others: the exclamation mark is safe.
        var (unicode, ascii, colour) = level switch
        {
            FindingLevel.Good => ("✔", "ok", 32),
            FindingLevel.Warning => ("!", "warn", 33),
            _ => ("✘", "FAIL", 31),
        };
        var symbol = style.IsUnicode ? unicode : ascii.PadRight(width);
        return style.HasColour ? $"\e[{colour}m{symbol}\e[0m" : symbol;
    }

    /// <summary>At blanks; a word longer than a line is cut.</summary>
    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).SelectMany(word => word.Chunk(width)))
        {
            if (line.Length > 0 && line.Length + 1 + word.Length > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        lines.Add(line.ToString());
        return lines;
    }
}

/// <summary>What the terminal that shows a table can do.</summary>
/// <param name="Width">Columns, at least 40.</param>
/// <param name="IsUnicode">True for ✔ and ✘, false for words in ASCII.</param>
/// <param name="HasColour">True for colours (never alone: the symbols say the same).</param>
public sealed record TableStyle(int Width = 80, bool IsUnicode = true, bool HasColour = false);
