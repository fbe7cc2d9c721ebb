using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Evolve.Scenarios.Reading;

namespace Evolve.Player.Watching;

/// <summary>Reads a scenario again whenever its file, or one that it includes, was saved.</summary>
public sealed partial class ScenarioWatcher : IDisposable
{
    /// <summary>Editors write in several moves (truncate, write, rename): the file is read when they have been quiet this long.</summary>
    public static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(100);

    private readonly Lock _lock = new();
    private readonly string _root;
    private readonly Func<ReadResult> _read;
    private readonly ITimer _timer;
    private readonly Dictionary<string, FileSystemWatcher> _folders = new(StringComparer.Ordinal);
    private ImmutableHashSet<string> _files;
    private string _fingerprint;
    private bool _isDisposed;

    /// <summary>Begins to watch.</summary>
    /// <param name="path">The root file.</param>
    /// <param name="files">The root and all included files, as last read.</param>
    /// <param name="read">Reads the scenario.</param>
    /// <param name="time">The clock of <see cref="Quiet"/>.</param>
    public ScenarioWatcher(string path, IEnumerable<string> files, Func<ReadResult> read, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _root = Path.GetFullPath(path);
        _read = read;
        _files = [_root, .. files.Select(Path.GetFullPath)];
        _fingerprint = Fingerprint();
        _timer = time.CreateTimer(_ => Reread(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Watch();
    }

    /// <summary>Raised on a thread of its own with what reading gave, good or not, after the text has changed.</summary>
    public event Action<ReadResult>? Reloaded;

    /// <summary>Why changes may go unseen (too many watches, say), in a sentence; or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Stops watching.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            _timer.Dispose();
            foreach (var watcher in _folders.Values)
            {
                watcher.Dispose();
            }

            _folders.Clear();
        }
    }

    [GeneratedRegex(@"<!--\s*include:\s*(.+?)\s*-->", RegexOptions.CultureInvariant)]
    private static partial Regex Include { get; }

    private void Reread()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            // Before it is read: what is saved from now on is another event.
            var fingerprint = Fingerprint();
            Watch();
            if (fingerprint == _fingerprint)
            {
                return;
            }

            _fingerprint = fingerprint;
        }

        var result = _read();
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            if (result.Scenario is { } scenario)
            {
                _files = [_root, .. scenario.Files.Select(Path.GetFullPath)];
                _fingerprint = Fingerprint();
                Watch();
            }
        }

        Reloaded?.Invoke(result);
    }

    /// <summary>The files that matter: those last read, and those that they name now, which may not be there yet.</summary>
    private ImmutableHashSet<string> Wanted()
    {
        var all = _files.ToBuilder();
        var pending = new Queue<string>(_files);
        while (pending.TryDequeue(out var file))
        {
            if (TextOf(file) is not { } text)
            {
                continue;
            }

            foreach (Match match in Include.Matches(text))
            {
                var included = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, match.Groups[1].Value));
                if (IsInside(included) && all.Add(included))
                {
                    pending.Enqueue(included);
                }
            }
        }

        return all.ToImmutable();
    }

    private bool IsInside(string path) => path.StartsWith(Path.GetDirectoryName(_root)!.TrimEnd('/') + "/", StringComparison.Ordinal);

    private string Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in Wanted().Order(StringComparer.Ordinal))
        {
            hash.AppendData(SHA256.HashData(Encoding.UTF8.GetBytes(file + "\0" + TextOf(file))));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>A file's text; null when it cannot be read, which the reader will say better.</summary>
    private static string? TextOf(string file)
    {
        try
        {
            return File.Exists(file) ? File.ReadAllText(file) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void Watch()
    {
        var wanted = Wanted()
            .Select(file => NearestFolder(Path.GetDirectoryName(file)!))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var gone in _folders.Keys.Where(folder => !wanted.Contains(folder)).ToList())
        {
            _folders.Remove(gone, out var watcher);
            watcher!.Dispose();
        }

        foreach (var folder in wanted.Where(folder => !_folders.ContainsKey(folder)))
        {
            try
            {
                _folders[folder] = Watcher(folder);
            }
            catch (Exception exception) when (exception is IOException or ArgumentException)
            {
                Problem = $"Changes in {folder} are not seen: {exception.Message}";
            }
        }
    }

    private static string NearestFolder(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    private FileSystemWatcher Watcher(string folder)
    {
        var watcher = new FileSystemWatcher(folder)
        {
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        watcher.Changed += (_, _) => Schedule();
        watcher.Created += (_, _) => Schedule();
        watcher.Deleted += (_, _) => Schedule();
        watcher.Renamed += (_, _) => Schedule();
        watcher.Error += (_, _) => OnLost(folder);
        watcher.EnableRaisingEvents = true;
        return watcher;
    }

    /// <summary>Events were lost, or the folder is another one now: watch anew, and look.</summary>
    private void OnLost(string folder)
    {
        lock (_lock)
        {
            if (_folders.Remove(folder, out var watcher))
            {
                watcher.Dispose();
            }
        }

        Schedule();
    }

    private void Schedule()
    {
        lock (_lock)
        {
            if (!_isDisposed)
            {
                _timer.Change(Quiet, Timeout.InfiniteTimeSpan);
            }
        }
    }
}
