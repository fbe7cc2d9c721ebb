namespace Evolve.Lamp.Traffic;

/// <summary>Asks the site, round by round, for what an audit compares.</summary>
internal sealed class Auditor(ISite site, string client, WriteAudit audit, TimeProvider time)
{
    /// <summary>Between two rounds: a page each costs a small site little, and a loss is seen within seconds.</summary>
    internal static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan AskAgain = TimeSpan.FromMilliseconds(250);

    /// <summary>Asks once, for a second at most, whatever comes of it.</summary>
    internal async Task WarmUpAsync(CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(Pause, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            await RoundAsync(both.Token);
        }
        catch (OperationCanceledException) when (both.IsCancellationRequested)
        {
            // A site that hangs, or stopped before it began: what follows finds out by itself.
        }
    }

    /// <summary>Goes on until it is cancelled; a site that does not answer is asked again in the next round.</summary>
    internal async Task GoOnAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await Task.Delay(Pause, time, cancellationToken);
                await RoundAsync(cancellationToken);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    /// <summary>Compares everything once, from the beginning; false when the site does not answer to the end within its time.</summary>
    internal async Task<bool> FinishAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        audit.Restart();
        for (var start = time.GetTimestamp(); ;)
        {
            switch (await RoundAsync(cancellationToken))
            {
                case true:
                    return true;
                case null when time.GetElapsedTime(start) >= patience:
                    return false;
                case null:
                    await Task.Delay(AskAgain, time, cancellationToken);
                    break;
                default:
                    // The next page.
                    break;
            }
        }
    }

    /// <summary>One page: true when it was the last one of a pass, null when the site did not answer.</summary>
    private async Task<bool?> RoundAsync(CancellationToken cancellationToken)
    {
        var round = audit.Begin();
        return await site.ListAsync(client, round.After, cancellationToken) is { } stored ? audit.Take(round, stored) : null;
    }
}
