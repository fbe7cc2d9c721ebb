namespace Evolve.Player.Exercises;

/// <summary>The files below a folder.</summary>
public sealed class FolderSignal : IChangeSignal
{
    private readonly FileSystemWatcher? _watcher;

    /// <summary>Begins to watch.</summary>
    /// <param name="folder">The folder, as a workspace.</param>
    public FolderSignal(string folder)
    {
        try
        {
            _watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            _watcher.Changed += (_, _) => Changed?.Invoke();
            _watcher.Created += (_, _) => Changed?.Invoke();
            _watcher.Deleted += (_, _) => Changed?.Invoke();
            _watcher.Renamed += (_, _) => Changed?.Invoke();

            // Events were lost: something has changed.
            _watcher.Error += (_, _) => Changed?.Invoke();
            _watcher.EnableRaisingEvents = true;
        }
        catch (Exception exception) when (exception is IOException or ArgumentException)
        {
            Problem = $"Changed files in {folder} are not noticed: {exception.Message}";
        }
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public bool IsMovedByChecks => true;

    /// <summary>Why changes go unseen (too many watches, say), in a sentence; or null. The key that checks works all the same.</summary>
    public string? Problem { get; }

    /// <inheritdoc/>
    public void Dispose() => _watcher?.Dispose();
}
