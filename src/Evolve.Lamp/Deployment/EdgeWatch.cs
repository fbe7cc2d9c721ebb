using System.Collections.Immutable;
using System.Threading.Channels;

namespace Evolve.Lamp.Deployment;

/// <summary>Asks the edge when told to: one question at a time, and one more when told to meanwhile.</summary>
/// <param name="ask">The question; null is no answer.</param>
/// <param name="time">The clock of the pause after a question without an answer.</param>
/// <param name="answered">Told each answer, on any thread; null, after the pause, when there was none.</param>
internal sealed class EdgeWatch(
    Func<CancellationToken, Task<ImmutableArray<EdgeServer>?>> ask,
    TimeProvider time,
    Action<ImmutableArray<EdgeServer>?> answered) : IAsyncDisposable
{
    /// <summary>An edge that does not answer is on its way: it is not pressed.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ended = new();
    private readonly Channel<bool> _wanted = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task? _asking;

    /// <summary>Wants an answer that is younger than this call; called by one caller at a time.</summary>
    internal void Ask()
    {
        _wanted.Writer.TryWrite(true);
        _asking ??= Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        if (_asking is not null)
        {
            await _asking;
        }

        _ended.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _wanted.Reader.ReadAsync(_ended.Token))
            {
                var answer = await ask(_ended.Token);
                if (answer is null)
                {
                    await Task.Delay(Pause, time, _ended.Token);
                }

                answered(answer);
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            // Asked to end.
        }
    }
}
