using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Traffic;
using Evolve.Player.Running;
using Evolve.Player.Secrets;
using Evolve.Scenarios.Model;
using Evolve.Terminal;

namespace Evolve.Player.Recordings;

/// <summary>
/// Records a run of a scenario: a cast a step and the run log, in a folder beside the one that they are for, which takes
/// its place whole at the end or never.
/// </summary>
public sealed class RunRecorder : IDisposable
{
    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly string _unfinished;
    private readonly string _title;
    private readonly string _machine;
    private readonly SecretMask _mask;
    private readonly int _limit;
    private readonly RunTrack _track;
    private readonly Dictionary<string, long> _sizes = new(StringComparer.Ordinal);
    private ImmutableArray<string> _cut = [];
    private string? _problem;
    private IDeploymentSource? _deployment;
    private bool _isWatched;
    private ITrafficControl? _traffic;

    /// <summary>Makes an empty folder to record into.</summary>
    /// <param name="folder">Where the recordings are to be at the end.</param>
    /// <param name="title">The scenario's title.</param>
    /// <param name="machine">Where this is, in a few words and without a name.</param>
    /// <param name="mask">What must not be seen.</param>
    /// <param name="time">The clock.</param>
    /// <param name="limit">How much of a step's output is kept, in bytes; null is enough for everybody.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public RunRecorder(string folder, string title, string machine, SecretMask mask, TimeProvider time, int? limit = null)
    {
        (_folder, _title, _machine, _mask, Time) = (Path.GetFullPath(folder), title, machine, mask, time);
        _limit = limit ?? StepCast.DefaultLimit;
        _unfinished = Path.Combine(Path.GetDirectoryName(_folder)!, $".{Path.GetFileName(_folder)}.{Guid.NewGuid():N}");
        Directory.CreateDirectory(_unfinished);
        _track = new RunTrack(time);
    }

    internal TimeProvider Time { get; }

    /// <summary>True as long as no step has succeeded.</summary>
    internal bool IsEmpty
    {
        get
        {
            lock (_lock)
            {
                return _sizes.Count == 0;
            }
        }
    }

    /// <summary>Records every picture of a deployment, too.</summary>
    /// <param name="deployment">The deployment.</param>
    /// <param name="isWatched">True when others decide how closely it is looked at.</param>
    public void Follow(IDeploymentSource deployment, bool isWatched = false)
    {
        ArgumentNullException.ThrowIfNull(deployment);
        (_deployment, _isWatched) = (deployment, isWatched);
        if (!isWatched)
        {
            // Who serves is known only while somebody looks.
            deployment.WantsStats = true;
        }

        deployment.Changed += OnDeployment;
        OnDeployment();
    }

    /// <summary>Records the figures of traffic, too: about one event a second while it flows.</summary>
    public void Follow(ITrafficControl traffic)
    {
        ArgumentNullException.ThrowIfNull(traffic);
        _traffic = traffic;
        traffic.Changed += OnTraffic;
        OnTraffic();
    }

    /// <summary>Puts the recordings in the place of those that were there.</summary>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    public RecordedRunSummary Keep()
    {
        lock (_lock)
        {
            if (_problem is { } problem)
            {
                throw new IOException(problem);
            }

            if (_track.IsCut)
            {
                _cut = _cut.Add(RunTrack.FileName);
            }

            _track.Save(_unfinished);
            var bytes = Directory.EnumerateFiles(_unfinished).Sum(file => new FileInfo(file).Length);
            var old = $"{_unfinished}.old";
            if (Directory.Exists(_folder))
            {
                Directory.Move(_folder, old);
            }

            Directory.Move(_unfinished, _folder);
            if (Directory.Exists(old))
            {
                Directory.Delete(old, recursive: true);
            }

            return new RecordedRunSummary(_folder, _sizes.Count, bytes, _cut);
        }
    }

    /// <summary>Puts the recordings among others: each takes the place of the one of its step, and those of other steps stay.</summary>
    /// <param name="others">The folder of the others; it need not be there.</param>
    /// <exception cref="IOException">They cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">They may not be written.</exception>
    internal RecordedRunSummary KeepAmong(string others)
    {
        lock (_lock)
        {
            foreach (var path in RecordingShelf.Open(others).StepIds.Except(_sizes.Keys).Select(RecordingShelf.FileOf))
            {
                File.Copy(Path.Combine(others, path), Path.Combine(_unfinished, path));
            }

            _track.PutBehind(Path.Combine(others, RunTrack.FileName));
            return Keep();
        }
    }

    /// <summary>Forgets what was not kept.</summary>
    public void Dispose()
    {
        if (_deployment is { } deployment)
        {
            deployment.Changed -= OnDeployment;
            if (!_isWatched)
            {
                deployment.WantsStats = false;
            }
        }

        if (_traffic is { } traffic)
        {
            traffic.Changed -= OnTraffic;
        }

        _track.Dispose();
        if (Directory.Exists(_unfinished))
        {
            Directory.Delete(_unfinished, recursive: true);
        }
    }

    internal StepCast Begin(Step step, TerminalSize size)
    {
        _track.StepStarted(step);
        return new StepCast(this, step, size, _limit);
    }

    /// <summary>Writes the cast of a step that has succeeded; the others are no recordings of what the talk tells.</summary>
    internal void Take(StepCast cast, StepOutcome outcome)
    {
        if (outcome.Kind != OutcomeKind.Succeeded)
        {
            return;
        }

        _track.StepEnded(cast.Step, outcome.Elapsed);
        lock (_lock)
        {
            try
            {
                using var stream = File.Create(Path.Combine(_unfinished, RecordingShelf.FileOf(cast.Step.Id)));
                if (cast.Write(stream, outcome, _mask, _title, _machine))
                {
                    _cut = _cut.Add(cast.Step.Id);
                }

                _sizes[cast.Step.Id] = stream.Length;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                // The run goes on; that nothing can be kept is told at its end.
                _problem ??= $"The recording of {cast.Step.Id} cannot be written: {exception.Message}";
            }
        }
    }

    private void OnTraffic() => _track.Traffic(_traffic!.Current, _mask.Of);

    private void OnDeployment() => _track.Topology(_deployment!.Current);
}

/// <summary>What a recorded run has left.</summary>
/// <param name="Folder">Where it is.</param>
/// <param name="Steps">How many steps have a recording.</param>
/// <param name="Bytes">The size of everything.</param>
/// <param name="Cut">The steps of which not all output was kept.</param>
public sealed record RecordedRunSummary(string Folder, int Steps, long Bytes, ImmutableArray<string> Cut);
