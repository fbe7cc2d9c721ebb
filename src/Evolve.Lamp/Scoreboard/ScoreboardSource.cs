using System.Collections.Immutable;
using Evolve.Lamp.Engine;

namespace Evolve.Lamp.Scoreboard;

/// <summary>Keeps the scoreboard: what was measured in earlier runs, and in this one.</summary>
public sealed class ScoreboardSource : IScoreboardSource, IAsyncDisposable
{
    private readonly ScoreFile _file;
    private readonly EngineMeter _engine;
    private readonly Func<LoadMeter> _load;
    private readonly Lazy<Task<ScoreGround>> _ground;
    private readonly Lock _lock = new();
    private readonly CancellationTokenSource _ended = new();
    private ImmutableArray<Score> _scores = [];
    private long? _runner;
    private Task _measuring = Task.CompletedTask;
    private IDisposable? _watch;
    private volatile ScoreTable _current = new([], default, null);

    /// <summary>Reads and measures nothing yet.</summary>
    /// <param name="read">Reads what is known already; called once, on a thread of the pool.</param>
    /// <param name="file">Where figures are kept.</param>
    /// <param name="engine">Measures images and containers.</param>
    /// <param name="load">Makes what measures answers.</param>
    public ScoreboardSource(Func<ScoreGround> read, ScoreFile file, EngineMeter engine, Func<LoadMeter> load)
    {
        (_file, _engine, _load) = (file, engine, load);
        _ground = new Lazy<Task<ScoreGround>>(() => Task.Run(read));
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ScoreTable Current => _current;

    /// <inheritdoc/>
    public bool IsMeasuring { get; private set; }

    /// <inheritdoc/>
    public string? Problem { get; private set; }

    /// <inheritdoc/>
    public void Add(Score score) => Show([score]);

    /// <inheritdoc/>
    public void Measure()
    {
        lock (_lock)
        {
            if (!IsMeasuring && !_ended.IsCancellationRequested)
            {
                (IsMeasuring, Problem) = (true, null);
                _measuring = MeasureAfterAsync(_measuring, _ended.Token);
            }
        }
    }

    /// <summary>Begins to read what is known already, and to notice what others measure: <c>evolve measure</c> in a pane.</summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_measuring.IsCompleted && !_ended.IsCancellationRequested)
            {
                _measuring = Task.Run(() => GuardAsync(() => ShowAsync([]), _ended.Token));
                _watch ??= _file.Watch(() => Show(_file.Read()));
            }
        }
    }

    /// <summary>Measures everything that is there, and keeps it.</summary>
    /// <exception cref="EngineException">The engine does not answer.</exception>
    /// <exception cref="ScoreboardException">The catalogue of flavours has mistakes.</exception>
    /// <exception cref="IOException">The figures cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The figures may not be kept.</exception>
    public async Task<ScoreTable> MeasureAsync(CancellationToken cancellationToken)
    {
        var ground = await _ground.Value;
        _runner = await _engine.ImageBytesAsync(EngineMeter.RunnerImage, cancellationToken);
        var scores = await _engine.MeasureAsync(ground.Flavours, cancellationToken);
        await ShowAsync(scores);
        using var load = _load();
        var answers = await load.MeasureAsync(cancellationToken);
        await ShowAsync(answers);
        _file.Add(scores.Concat(answers));
        return _current;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _watch?.Dispose();
        await _ended.CancelAsync();
        Task measuring;
        lock (_lock)
        {
            measuring = _measuring;
        }

        await measuring;
        _ended.Dispose();
    }

    private void Show(IReadOnlyCollection<Score> scores)
    {
        lock (_lock)
        {
            if (_ended.IsCancellationRequested)
            {
                return;
            }

            var before = _measuring;
            _measuring = Task.Run(async () =>
            {
                await before;
                await GuardAsync(() => ShowAsync(scores), _ended.Token);
            });
        }
    }

    private async Task MeasureAfterAsync(Task before, CancellationToken cancellationToken)
    {
        Changed?.Invoke();
        await before;
        await GuardAsync(() => Task.Run(() => MeasureAsync(cancellationToken), cancellationToken), cancellationToken);
        IsMeasuring = false;
        Changed?.Invoke();
    }

    private async Task GuardAsync(Func<Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work();
        }
        catch (Exception exception) when (exception is EngineException or ScoreboardException or IOException or UnauthorizedAccessException)
        {
            Problem = exception.Message;
            Changed?.Invoke();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The app ends.
        }
    }

    private async Task ShowAsync(IReadOnlyCollection<Score> scores)
    {
        var ground = await _ground.Value;
        lock (_lock)
        {
            _scores = [.. Score.Youngest(_scores.Concat(ground.Known).Concat(scores))];
            _current = ScoreTable.Of(ground.Flavours, _scores, ground.Since, _runner);
        }

        Changed?.Invoke();
    }
}
