using System.Text;
using Evolve.Terminal;

namespace Evolve.Player.Panes;

/// <summary>The right to fill a pane, for one source.</summary>
internal sealed class PaneLease(Pane pane, string occupant, string? stepId) : IDisposable
{
    /// <summary>Answers and keys that came before the source was there; a program asks few questions at once.</summary>
    private const int MostEarlyBytes = 4096;

    private readonly Lock _lock = new();
    private readonly List<byte> _early = [];
    private IPaneSource? _source;

    internal string Occupant { get; } = occupant;

    internal string? StepId { get; } = stepId;

    internal TerminalSize Size => pane.Size;

    /// <summary>Connects the source; what was written to the pane since it was taken is given to it first.</summary>
    internal void Attach(IPaneSource source)
    {
        lock (_lock)
        {
            _source = source;
            if (_early.Count > 0)
            {
                source.Write(_early.ToArray());
                _early.Clear();
            }
        }

        // The pane may have got another size between the start and now.
        source.Resize(pane.Size);
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            if (_source is { } source)
            {
                source.Write(bytes);
            }
            else if (_early.Count + bytes.Length <= MostEarlyBytes)
            {
                _early.AddRange(bytes);
            }
        }
    }

    internal void Resize(TerminalSize size)
    {
        IPaneSource? source;
        lock (_lock)
        {
            source = _source;
        }

        source?.Resize(size);
    }

    internal void Feed(ReadOnlyMemory<byte> output) => pane.Feed(output.Span);

    internal void Show(string text) => pane.Feed(Encoding.UTF8.GetBytes(text));

    public void Dispose() => pane.Release(this);
}
