using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Evolve.Player.Panes;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Scenarios.Model;
using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Recordings;

/// <summary>
/// Takes what one run of a step writes, as it comes. The thread that reads a program's output only copies bytes here, and
/// past the limit not even those; everything else is done when the step has ended.
/// </summary>
internal sealed class StepCast
{
    /// <summary>Output nearer together than this is one event.</summary>
    internal static readonly TimeSpan Nearness = TimeSpan.FromMilliseconds(10);

    /// <summary>The beginning of the output that is kept, in bytes: more than anybody reads in a replay.</summary>
    internal const int DefaultLimit = 96 * 1024;

    /// <summary>How much of its end is kept, where the beginning was not all.</summary>
    private const int TailBytes = 4096;

    private readonly Lock _lock = new();
    private readonly RunRecorder _owner;
    private readonly long _start;
    private readonly int _limit;
    private readonly List<byte> _bytes = [];
    private readonly List<(TimeSpan At, int End)> _events = [];
    private readonly OutputTail _tail = new(TailBytes);
    private long _cut;
    private (TimeSpan At, int? Code)? _exit;
    private bool _isOver;

    internal StepCast(RunRecorder owner, Step step, TerminalSize size, int limit)
    {
        (_owner, Step, Size, _limit) = (owner, step, size, limit);
        StartedAt = owner.Time.GetUtcNow();
        _start = owner.Time.GetTimestamp();
    }

    internal Step Step { get; }

    internal TerminalSize Size { get; }

    internal DateTimeOffset StartedAt { get; }

    /// <summary>Takes output; on the thread that reads it.</summary>
    internal void Add(ReadOnlySpan<byte> output)
    {
        var at = _owner.Time.GetElapsedTime(_start);
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }

            var taken = output[..Math.Min(output.Length, _limit - _bytes.Count)];
            if (!taken.IsEmpty)
            {
                _bytes.AddRange(taken);
                if (_events.Count > 0 && at - _events[^1].At < Nearness)
                {
                    _events[^1] = (_events[^1].At, _bytes.Count);
                }
                else
                {
                    _events.Add((at, _bytes.Count));
                }
            }

            if (taken.Length < output.Length)
            {
                _cut += output.Length - taken.Length;
                _tail.Add(output[taken.Length..]);
            }
        }
    }

    /// <summary>Notes how the program ended.</summary>
    internal void Ended(PtyExit exit) => _exit = (_owner.Time.GetElapsedTime(_start), exit.Code);

    /// <summary>The step is over, or goes on in the background; what comes now is not recorded. Only a success is kept.</summary>
    internal void End(StepOutcome outcome)
    {
        lock (_lock)
        {
            _isOver = true;
        }

        _owner.Take(this, outcome);
    }

    /// <summary>Writes it as a file, nothing being added any more; true when some of its output is not in it.</summary>
    internal bool Write(Stream stream, StepOutcome outcome, SecretMask mask, string title, string machine)
    {
        var writer = new CastWriter(stream, new CastHeader(3, Size)
        {
            Timestamp = StartedAt,
            Title = mask.Of($"{title}: {Step.Id}"),
            Tags = ["evolve", "recorded"],
            Step = new RecordedStep(Step.Id, RecordingDigest.Of(Step), machine, outcome.Elapsed)
            {
                Exit = _exit?.Code,
                RunsOn = outcome.RunsOn,
                CutBytes = _cut,
            },
        });
        var pieces = mask.Of(Decode());
        foreach (var (piece, i) in pieces.Select((piece, i) => (piece, i)).Where(part => part.piece.Length > 0))
        {
            writer.Write(new CastEvent(_events[Math.Min(i, _events.Count - 1)].At, CastEventKind.Output, piece));
        }

        if (_exit is var (at, code) && code is { } status)
        {
            var last = _events.Count > 0 ? _events[^1].At : TimeSpan.Zero;
            writer.Write(new CastEvent(at > last ? at : last, CastEventKind.Exit, status.ToString(CultureInfo.InvariantCulture)));
        }

        return _cut > 0;
    }

    /// <summary>A text for each event, a character that was split by two belonging to the second; then what is said of a cut.</summary>
    private ImmutableArray<string> Decode()
    {
        var decoder = Encoding.UTF8.GetDecoder();
        var bytes = CollectionsMarshal.AsSpan(_bytes);
        var pieces = ImmutableArray.CreateBuilder<string>(_events.Count + 1);
        var start = 0;
        for (var i = 0; i < _events.Count; i++)
        {
            var part = bytes[start.._events[i].End];
            var characters = new char[decoder.GetCharCount(part, flush: i == _events.Count - 1)];
            var count = decoder.GetChars(part, characters, flush: i == _events.Count - 1);
            pieces.Add(new string(characters, 0, count));
            start = _events[i].End;
        }

        if (_cut > 0)
        {
            var lines = string.Join("\r\n", _tail.LastLines(20));
            var left = string.Create(CultureInfo.InvariantCulture, $"{_cut / 1024} KiB of output were left out of the recording.");
            pieces.Add($"{PaneText.AfterProgram}\r\n{PaneText.Faint(left)}\r\n{lines}\r\n");
        }

        return pieces.ToImmutable();
    }
}
