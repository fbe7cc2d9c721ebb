namespace Evolve.Lamp.Engine;

/// <summary>Waits for an engine to come back: with growing pauses, and at once when its socket appears.</summary>
internal sealed class EngineReturn(DockerEndpoint endpoint, TimeProvider time)
{
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private TimeSpan _pause = ShortestPause;

    /// <summary>The next pause will be the shortest again.</summary>
    internal void Reset() => _pause = ShortestPause;

    /// <summary>Waits before the next attempt; true when the socket has just appeared.</summary>
    internal async Task<bool> WaitAsync(CancellationToken cancellationToken)
    {
        var appeared = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watcher = Watch(() => appeared.TrySetResult());
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = Task.Delay(_pause, time, over.Token);
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        if (await Task.WhenAny(pause, appeared.Task) == pause)
        {
            await pause;
            return false;
        }

        await over.CancelAsync();
        Reset();
        return true;
    }

    private FileSystemWatcher? Watch(Action appeared)
    {
        try
        {
            var folder = Path.GetDirectoryName(endpoint.SocketPath)!;
            var watcher = new FileSystemWatcher(folder, Path.GetFileName(endpoint.SocketPath))
            {
                NotifyFilter = NotifyFilters.FileName,
            };
            watcher.Created += (_, _) => appeared();
            watcher.Renamed += (_, _) => appeared();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception e) when (e is ArgumentException or IOException)
        {
            // No such folder yet, or the machine's watches are used up: the pauses alone find the engine.
            return null;
        }
    }
}
