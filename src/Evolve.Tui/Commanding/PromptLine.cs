using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Evolve.Player.Commands;
using Evolve.Terminal.Input;
using Evolve.Tui.Drawing;

namespace Evolve.Tui.Commanding;

/// <summary>
/// A command that is typed at a terminal which is otherwise not ours: says what is to be written for each key. One line,
/// whatever the width; a letter at its end is written alone, so that a screen reader reads a letter and not the line.
/// </summary>
/// <param name="prompt">What stands before it.</param>
/// <param name="vocabulary">Says what can be named now.</param>
/// <param name="history">What was typed before.</param>
public sealed class PromptLine(string prompt, Func<CommandVocabulary> vocabulary, CommandHistory history)
{
    private readonly CommandEditor _editor = new(vocabulary, history);
    private int _width = 80;

    /// <summary>How wide the terminal is; the line is drawn anew with <see cref="Show"/>.</summary>
    public int Width
    {
        get => _width;
        set => _width = Math.Max(prompt.Length + 10, value);
    }

    /// <summary>What takes the line away, so that something else can be written in its place.</summary>
    public static string Hide => "\r\e[K";

    private int Room => Width - prompt.Length - 1;

    /// <summary>What draws the line, and leaves the cursor where it is typed.</summary>
    public string Show()
    {
        var (text, column) = CommandLineRenderer.Window(_editor.Text, _editor.Cursor, Room);
        var line = $"{Hide}{prompt}{text}";
        return column == CellText.Width(text) ? line : string.Create(CultureInfo.InvariantCulture, $"{line}\r\e[{prompt.Length + column}C");
    }

    /// <summary>Takes a key.</summary>
    public PromptAnswer Press(KeyPress key)
    {
        var isEmpty = _editor.Text.Length == 0;
        switch (key)
        {
            // A line that was typed ahead has ends of lines instead of Enter.
            case { Key: TerminalKey.Character, Rune.Value: 'j', Modifiers: KeyModifiers.Control }:
                return Press(KeyPress.Of(TerminalKey.Enter));
            case { Key: TerminalKey.Character, Rune.Value: 'c' or 'd', Modifiers: KeyModifiers.Control } when isEmpty:
                return new("\r\n") { IsOver = true };
            case { Key: TerminalKey.Character, Rune.Value: 'c', Modifiers: KeyModifiers.Control }:
                _editor.Clear();
                return new($"\r\n{Show()}");
            case { Key: TerminalKey.Character, Rune.Value: 'd', Modifiers: KeyModifiers.Control }:
                return Press(KeyPress.Of(TerminalKey.Delete));
            case { Key: TerminalKey.Backspace } when isEmpty:
                return new("");
            case { Key: TerminalKey.Escape }:
                _editor.Clear();
                return new(Show());
        }

        var before = _editor.Text;
        if (_editor.Press(key) is { } entered)
        {
            _editor.Clear();
            return new("\r\n") { Entered = entered };
        }

        if (!_editor.Candidates.IsEmpty)
        {
            return new($"\r\n{Columns(_editor.Candidates)}{Show()}");
        }

        var text = _editor.Text;
        var isAppended = _editor.Cursor == text.Length && text.Length > before.Length && text.StartsWith(before, StringComparison.Ordinal);
        return new(isAppended && CellText.Width(text) < Room ? text[before.Length..] : Show());
    }

    /// <summary>Words in columns, as a shell lists them.</summary>
    private string Columns(ImmutableArray<string> words)
    {
        var column = words.Max(CellText.Width) + 2;
        var inRow = Math.Max(1, Width / column);
        var lines = new StringBuilder();
        foreach (var row in words.Chunk(inRow))
        {
            lines.Append(string.Concat(row.Select(word => word.PadRight(column))).TrimEnd()).Append("\r\n");
        }

        return lines.ToString();
    }
}

/// <summary>What comes of a key.</summary>
/// <param name="Output">What is written.</param>
public sealed record PromptAnswer(string Output)
{
    /// <summary>The line, when it was entered; or null.</summary>
    public string? Entered { get; init; }

    /// <summary>True when nothing more is to be typed.</summary>
    public bool IsOver { get; init; }
}
