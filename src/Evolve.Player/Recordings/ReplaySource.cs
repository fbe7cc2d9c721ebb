using System.Text;
using Evolve.Player.Panes;
using Evolve.Terminal;
using Evolve.Terminal.Pty;

namespace Evolve.Player.Recordings;

/// <summary>A recording that stands in for a program: fills a pane with what that wrote, in its time.</summary>
internal sealed class ReplaySource : IPaneSource
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ReplayTimeline _timeline;
    private readonly ReplayControl _control;
    private readonly ReplayBeginning _beginning;
    private readonly Action<ReadOnlyMemory<byte>> _output;
    private readonly Action<RecordedMoment> _moment;

    /// <summary>Begins at once.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="control">Its clock.</param>
    /// <param name="beginning">When it began by that.</param>
    /// <param name="output">Given what the program wrote.</param>
    /// <param name="moment">Given what deployment and traffic were.</param>
    internal ReplaySource(
        ReplayTimeline timeline,
        ReplayControl control,
        ReplayBeginning beginning,
        Action<ReadOnlyMemory<byte>> output,
        Action<RecordedMoment> moment)
    {
        (_timeline, _control, _beginning, _output, _moment) = (timeline, control, beginning, output, moment);
        Completion = Task.Run(PlayAsync);
    }

    /// <summary>How the program had ended; fails with a <see cref="CastException"/> when the recording is damaged.</summary>
    public Task<PtyExit> Completion { get; }

    /// <summary>Keys go nowhere: what is over does not answer.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
    }

    /// <summary>What was written for another size stays as it was.</summary>
    public void Resize(TerminalSize size)
    {
    }

    public async Task KillAsync(TimeSpan grace)
    {
        await _stop.CancelAsync();
        await Completion.ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync(TimeSpan.Zero);
        _stop.Dispose();
    }

    private async Task<PtyExit> PlayAsync()
    {
        var exit = 0;
        try
        {
            while (_timeline.TryNext(out var item))
            {
                await _control.WaitAsync(_beginning, item.At, _stop.Token);
                if (item.Output is { } text)
                {
                    _output(Encoding.UTF8.GetBytes(text));
                }
                else if (item.Moment is { } moment)
                {
                    _moment(moment);
                }

                exit = item.Exit ?? exit;
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped: as a program is by a hang-up.
            return new PtyExit(null, 1);
        }

        return new PtyExit(exit, null);
    }
}
