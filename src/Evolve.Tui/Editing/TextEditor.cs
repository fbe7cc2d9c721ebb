using System.Globalization;
using Evolve.Terminal.Input;

namespace Evolve.Tui.Editing;

/// <summary>A text of several lines that is being edited; knows nothing of where it is drawn.</summary>
public sealed class TextEditor
{
    private readonly List<string> _lines;

    /// <summary>Begins at the end of a text.</summary>
    public TextEditor(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        _lines = [.. text.ReplaceLineEndings("\n").Split('\n')];
        Row = _lines.Count - 1;
        Column = _lines[^1].Length;
    }

    /// <summary>The lines.</summary>
    public IReadOnlyList<string> Lines => _lines;

    /// <summary>The cursor's line, from 0.</summary>
    public int Row { get; private set; }

    /// <summary>The cursor's place in its line, in UTF-16 units, always between two graphemes.</summary>
    public int Column { get; private set; }

    /// <summary>The text.</summary>
    public string Text => string.Join('\n', _lines);

    /// <summary>Takes a key; false when it means nothing here.</summary>
    public bool Press(KeyPress key)
    {
        switch (key)
        {
            case { Key: TerminalKey.Character, Modifiers: 0 or KeyModifiers.Shift }:
                Insert(key.Rune.ToString());
                return true;
            case { Key: TerminalKey.Character, Modifiers: KeyModifiers.Control }:
                return PressControl(key.Rune.Value);
            default:
                return PressNamed(key);
        }
    }

    /// <summary>Puts text at the cursor; other control characters than line ends and tabs are left out.</summary>
    public void Insert(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var clean = string.Concat(text.ReplaceLineEndings("\n").Replace("\t", "    ", StringComparison.Ordinal)
            .Where(c => c == '\n' || !char.IsControl(c)));
        var parts = clean.Split('\n');
        var line = _lines[Row];
        var (before, after) = (line[..Column], line[Column..]);
        _lines[Row] = before + parts[0];
        for (var i = 1; i < parts.Length; i++)
        {
            _lines.Insert(++Row, parts[i]);
        }

        Column = _lines[Row].Length;
        _lines[Row] += after;
    }

    private bool PressNamed(KeyPress key)
    {
        switch (key.Key)
        {
            case TerminalKey.Enter:
                Insert("\n");
                break;
            case TerminalKey.Tab:
                Insert("\t");
                break;
            case TerminalKey.Backspace:
                DeleteBack();
                break;
            case TerminalKey.Delete:
                if (Move(1))
                {
                    DeleteBack();
                }

                break;
            case TerminalKey.Left:
                Move(-1);
                break;
            case TerminalKey.Right:
                Move(1);
                break;
            case TerminalKey.Up:
                MoveRow(-1);
                break;
            case TerminalKey.Down:
                MoveRow(1);
                break;
            case TerminalKey.Home:
                Column = 0;
                break;
            case TerminalKey.End:
                Column = _lines[Row].Length;
                break;
            default:
                return false;
        }

        return true;
    }

    /// <summary>The keys of a shell's own line, which hands know.</summary>
    private bool PressControl(int rune)
    {
        switch (rune)
        {
            case 'a':
                Column = 0;
                break;
            case 'e':
                Column = _lines[Row].Length;
                break;
            case 'u':
                _lines[Row] = _lines[Row][Column..];
                Column = 0;
                break;
            case 'k':
                _lines[Row] = _lines[Row][..Column];
                break;
            case 'w':
                DeleteWord();
                break;
            default:
                return false;
        }

        return true;
    }

    private void DeleteBack()
    {
        if (Column > 0)
        {
            var start = PreviousGrapheme(_lines[Row], Column);
            _lines[Row] = _lines[Row].Remove(start, Column - start);
            Column = start;
        }
        else if (Row > 0)
        {
            var line = _lines[Row];
            _lines.RemoveAt(Row--);
            Column = _lines[Row].Length;
            _lines[Row] += line;
        }
    }

    private void DeleteWord()
    {
        var line = _lines[Row];
        var start = Column;
        while (start > 0 && line[start - 1] == ' ')
        {
            start--;
        }

        while (start > 0 && line[start - 1] != ' ')
        {
            start--;
        }

        _lines[Row] = line.Remove(start, Column - start);
        Column = start;
    }

    private bool Move(int direction)
    {
        var line = _lines[Row];
        if (direction < 0 && Column > 0)
        {
            Column = PreviousGrapheme(line, Column);
        }
        else if (direction < 0 && Row > 0)
        {
            Column = _lines[--Row].Length;
        }
        else if (direction > 0 && Column < line.Length)
        {
            Column += StringInfo.GetNextTextElementLength(line.AsSpan(Column));
        }
        else if (direction > 0 && Row < _lines.Count - 1)
        {
            (Row, Column) = (Row + 1, 0);
        }
        else
        {
            return false;
        }

        return true;
    }

    private void MoveRow(int direction)
    {
        var row = Row + direction;
        if (row >= 0 && row < _lines.Count)
        {
            Row = row;
            Column = PreviousGrapheme(_lines[row], Math.Min(Column, _lines[row].Length) + 1);
        }
    }

    /// <summary>The last place between graphemes before <paramref name="column"/>.</summary>
    private static int PreviousGrapheme(string line, int column)
    {
        var place = 0;
        while (true)
        {
            var next = place < line.Length ? place + StringInfo.GetNextTextElementLength(line.AsSpan(place)) : int.MaxValue;
            if (next >= column)
            {
                return place;
            }

            place = next;
        }
    }
}
