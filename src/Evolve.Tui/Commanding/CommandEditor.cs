using System.Collections.Immutable;
using System.Globalization;
using Evolve.Player.Commands;
using Evolve.Terminal.Input;
using Evolve.Tui.Editing;

namespace Evolve.Tui.Commanding;

/// <summary>A command that is being typed: completion by Tab, earlier lines by Up and Down. Knows nothing of where it is drawn.</summary>
/// <param name="vocabulary">Says what can be named now.</param>
/// <param name="history">What was typed before.</param>
public sealed class CommandEditor(Func<CommandVocabulary> vocabulary, CommandHistory history)
{
    private TextEditor _editor = new("");
    private string _draft = "";
    private int? _recalled;

    /// <summary>The line.</summary>
    public string Text => _editor.Lines[0];

    /// <summary>The cursor's place in it, in UTF-16 units.</summary>
    public int Cursor => _editor.Column;

    /// <summary>What the word at the cursor can become, after Tab and until the next key.</summary>
    public ImmutableArray<string> Candidates { get; private set; } = [];

    /// <summary>True after Esc, or after Backspace on an empty line.</summary>
    public bool IsLeft { get; private set; }

    /// <summary>Takes a key; gives the line when it was entered.</summary>
    public string? Press(KeyPress key)
    {
        var shown = Candidates;
        Candidates = [];
        switch (key)
        {
            case { Key: TerminalKey.Escape } or { Key: TerminalKey.Character, Rune.Value: 'c', Modifiers: KeyModifiers.Control }:
                IsLeft = true;
                return null;
            case { Key: TerminalKey.Backspace } when Text.Length == 0:
                IsLeft = true;
                return null;
            case { Key: TerminalKey.Enter }:
                history.Add(Text);
                return Text;
            case { Key: TerminalKey.Tab }:
                Complete(shown);
                return null;
            case { Key: TerminalKey.Up }:
                Recall(-1);
                return null;
            case { Key: TerminalKey.Down }:
                Recall(1);
                return null;
            case { Key: TerminalKey.PageDown or TerminalKey.PageUp }:
                // A clicker's: nothing may be lost or run by accident.
                return null;
            default:
                _recalled = null;
                _editor.Press(key);
                return null;
        }
    }

    /// <summary>Puts pasted text at the cursor; ends of lines become blanks, so that nothing is entered by it.</summary>
    public void Paste(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        Candidates = [];
        _editor.Insert(text.ReplaceLineEndings(" "));
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        (_editor, _draft, _recalled, Candidates, IsLeft) = (new TextEditor(""), "", null, [], false);
    }

    private void Complete(ImmutableArray<string> shown)
    {
        var completion = CommandCompletion.At(Text, Cursor, vocabulary());
        var before = Text;
        var (line, cursor) = completion.Fill(Text, Cursor);
        Set(line, cursor);

        // The second Tab on the same word shows them, as a shell does; the first already when it could add nothing.
        Candidates = completion.Candidates.Length > 1 && (line == before || !shown.IsEmpty) ? completion.Candidates : [];
    }

    private void Recall(int by)
    {
        var lines = history.Lines;
        if (_recalled is null)
        {
            _draft = Text;
        }

        var index = (_recalled ?? lines.Length) + by;
        if (index < 0 || index > lines.Length)
        {
            return;
        }

        _recalled = index == lines.Length ? null : index;
        var text = index == lines.Length ? _draft : lines[index];
        Set(text, text.Length);
    }

    private void Set(string line, int cursor)
    {
        _editor = new TextEditor(line.ReplaceLineEndings(" "));
        for (var i = StringInfo.ParseCombiningCharacters(line[cursor..]).Length; i > 0; i--)
        {
            _editor.Press(KeyPress.Of(TerminalKey.Left));
        }
    }
}
