using System.Text;
using Evolve.Player.Commands;
using Evolve.Terminal.Input;
using Evolve.Tui.Host;
using Evolve.Tui.Input;

namespace Evolve.Tui.Commanding;

/// <summary>
/// Reads lines that somebody types at a terminal: Tab completes, Up and Down bring earlier lines back. The terminal is
/// ours only while a line is being typed, so that what runs meanwhile is stopped by Ctrl-C as ever.
/// </summary>
public sealed class TerminalPrompt : TextReader
{
    private readonly Lock _lock = new();
    private readonly PromptLine _line;
    private readonly byte[] _settings;
    private readonly int[] _stop = Tty.Pipe();
    private readonly Queue<KeyPress> _keys = new();
    private readonly InputDecoder _decoder;
    private bool _isReading;
    private bool _isClosed;

    private TerminalPrompt(PromptLine line, byte[] settings)
    {
        (_line, _settings) = (line, settings);
        _decoder = new InputDecoder(happened =>
        {
            if (happened is KeyInput key)
            {
                _keys.Enqueue(key.Key);
            }
        });
    }

    /// <summary>Makes one; null when standard input is no terminal.</summary>
    /// <param name="prompt">What stands before each line.</param>
    /// <param name="vocabulary">Says what can be named now.</param>
    /// <param name="history">What was typed before; takes each line.</param>
    public static TerminalPrompt? Open(string prompt, Func<CommandVocabulary> vocabulary, CommandHistory history)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return Tty.SaveSettings() is { } settings ? new TerminalPrompt(new PromptLine(prompt, vocabulary, history), settings) : null;
    }

    /// <summary>Reads a line; null when there are no more.</summary>
    public override string? ReadLine()
    {
        if (!Begin())
        {
            return null;
        }

        try
        {
            var buffer = new byte[1024];
            while (true)
            {
                while (_keys.TryDequeue(out var key))
                {
                    if (Take(key) is { } answer)
                    {
                        return answer.Entered;
                    }
                }

                if (Tty.WaitForInput(_stop[0], out var hasInput, out var stop) && (stop || hasInput))
                {
                    var count = stop ? 0 : Tty.Read(buffer);
                    if (count <= 0)
                    {
                        return null;
                    }

                    _decoder.Feed(buffer.AsSpan(0, count));
                }
            }
        }
        finally
        {
            End();
        }
    }

    /// <summary>Writes something while a line is perhaps being typed: above it.</summary>
    public void Above(Action write)
    {
        ArgumentNullException.ThrowIfNull(write);
        lock (_lock)
        {
            if (!_isReading)
            {
                write();
                return;
            }

            Put(PromptLine.Hide);
            write();
            Put(_line.Show());
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                if (_isClosed)
                {
                    return;
                }

                _isClosed = true;
                if (!_isReading)
                {
                    ClosePipe();
                    return;
                }

                // Whoever reads is woken, and closes the pipe: it waits at its other end. What is written next begins a line.
                Tty.Apply(_settings);
                Put("\n");
                Tty.Poke(_stop[1]);
            }
        }

        base.Dispose(disposing);
    }

    private static void Put(string text) => Tty.Write(Encoding.UTF8.GetBytes(text));

    private bool Begin()
    {
        lock (_lock)
        {
            if (_isClosed)
            {
                return false;
            }

            _isReading = true;
            Tty.Apply(Tty.RawInput(_settings));
            _line.Width = Tty.Size()?.Columns ?? _line.Width;
            Put(_line.Show());
            return true;
        }
    }

    private void End()
    {
        lock (_lock)
        {
            _isReading = false;
            if (_isClosed)
            {
                ClosePipe();
            }
            else
            {
                Tty.Apply(_settings);
            }
        }
    }

    /// <summary>The answer that ends the line; null while it goes on.</summary>
    private PromptAnswer? Take(KeyPress key)
    {
        lock (_lock)
        {
            _line.Width = Tty.Size()?.Columns ?? _line.Width;
            var answer = _line.Press(key);
            Put(answer.Output);
            return answer.Entered is not null || answer.IsOver ? answer : null;
        }
    }

    private void ClosePipe()
    {
        Tty.Close(_stop[0]);
        Tty.Close(_stop[1]);
    }
}
