using System.Text;
using Evolve.Terminal.Screen.Emulation;
using Evolve.Terminal.Screen.Parsing;
using Evolve.Terminal.Screen.Reading;

namespace Evolve.Terminal.Screen;

/// <summary>
/// A terminal without a window: takes the bytes a program writes and keeps the grid it would see. It behaves as tmux
/// 3.3a does, scrollback and wrapping anew included; the tests list the few deliberate differences. Hostile bytes
/// neither throw nor make memory grow. Not thread-safe: whoever owns it locks.
/// </summary>
public sealed class VtScreen
{
    /// <summary>Largest number of columns or rows; a larger size counts as this.</summary>
    public const int MaxSize = 2000;

    // A program that died inside a string must not silence the screen for ever; tmux waits as long.
    private static readonly TimeSpan StringTimeout = TimeSpan.FromSeconds(5);

    private readonly Display _display;
    private readonly Interpreter _interpreter;
    private readonly VtParser _parser;
    private readonly RowReader _rows;
    private readonly TimeProvider _time;
    private long? _stringSince;

    /// <summary>Makes an empty screen.</summary>
    /// <param name="size">Its size; less than 1 counts as 1.</param>
    /// <param name="scrollbackLimit">Lines kept above the screen; 0 for none.</param>
    /// <param name="time">The clock that ends unfinished strings after 5 s; the system's by default.</param>
    public VtScreen(TerminalSize size, int scrollbackLimit = 10_000, TimeProvider? time = null)
    {
        _display = new Display(Bounded(size), scrollbackLimit);
        _interpreter = new Interpreter(_display, text => Reply?.Invoke(Encoding.ASCII.GetBytes(text)));
        _parser = new VtParser(_interpreter);
        _rows = new RowReader(_display.Grid);
        _time = time ?? TimeProvider.System;
    }

    /// <summary>Raised with the bytes that answer a program's question (device and cursor reports).</summary>
    public event Action<ReadOnlyMemory<byte>>? Reply;

    /// <summary>The size.</summary>
    public TerminalSize Size => new(_display.Columns, _display.Rows);

    /// <summary>How many lines are kept above the screen; only a smaller width makes more of them, until the next one scrolls away.</summary>
    public int ScrollbackLimit => _display.Grid.Scrollback.Limit;

    /// <summary>The cursor.</summary>
    public Cursor Cursor => new(
        Math.Min(_display.X, _display.Columns - 1), _display.Y, _display.IsCursorVisible, _display.CursorShape);

    /// <summary>What the program asked for.</summary>
    public ScreenModes Modes => _display.Modes;

    /// <summary>The title the program set: no control characters, at most 256 UTF-16 units.</summary>
    public string Title => _interpreter.Titles.Current;

    /// <summary>Lines above the screen.</summary>
    public int ScrollbackCount => _display.Grid.Scrollback.Count;

    /// <summary>Lines that have scrolled away so far, the dropped ones included: who looks at one finds it again by the difference.</summary>
    public long ScrolledLines => _display.Grid.Scrollback.Dropped + ScrollbackCount;

    /// <summary>Grows with every visible change.</summary>
    public long Version { get; private set; }

    internal Display Display => _display;

    internal RowReader Rows => _rows;

    /// <summary>Takes output of the program, split anywhere.</summary>
    public void Feed(ReadOnlySpan<byte> bytes)
    {
        EndForgottenString();
        _parser.Feed(bytes);
        _stringSince = _parser.IsInString ? _stringSince ?? _time.GetTimestamp() : null;
        if (_interpreter.HasChanged)
        {
            _interpreter.HasChanged = false;
            Version++;
        }
    }

    /// <summary>Changes the size and wraps long lines anew, as tmux does; no scrollback is lost.</summary>
    public void Resize(TerminalSize size)
    {
        size = Bounded(size);
        if (size != Size)
        {
            _display.Resize(size);
            Version++;
        }
    }

    /// <summary>One cell; negative rows are scrollback, -1 the youngest; an empty cell where there is none.</summary>
    public Cell GetCell(int row, int column) => _rows.GetCell(row, column);

    /// <summary>The text of a row without trailing spaces.</summary>
    public string GetText(int row) => _rows.GetText(row);

    /// <summary>Copies a row's cells; what is beyond the row's end becomes empty cells.</summary>
    public void CopyRow(int row, Span<Cell> destination) => _rows.Copy(row, destination);

    /// <summary>True when the row continues on the next one because the line was too long.</summary>
    public bool IsWrapped(int row) => _rows.IsWrapped(row);

    /// <summary>Every place of a text in the scrollback and the screen, oldest first, letters of any case.</summary>
    public IEnumerable<SearchHit> Search(string text) => TextSearch.Find(_rows, text);

    /// <summary>What is on the screen as text with its colours: lines that draw it again when they are fed to a screen.</summary>
    public string ToStyledText() => StyledText.Of(this);

    /// <summary>The scrollback and the screen without styles, wrapped lines joined, without empty lines at the end.</summary>
    public string ToPlainText() => TextExtract.All(_rows);

    /// <summary>The text between two places, both included and in any order: wrapped lines joined, trailing spaces left out.</summary>
    public string CopyText(int startRow, int startColumn, int endRow, int endColumn) =>
        TextExtract.Between(_rows, (startRow, startColumn), (endRow, endColumn));

    private static TerminalSize Bounded(TerminalSize size) =>
        new(Math.Clamp(size.Columns, 1, MaxSize), Math.Clamp(size.Rows, 1, MaxSize));

    private void EndForgottenString()
    {
        if (_stringSince is { } since && _time.GetElapsedTime(since) > StringTimeout)
        {
            _parser.Reset();
            _interpreter.ResetPen();
            _stringSince = null;
        }
    }
}
