using System.Collections.Immutable;
using System.Threading.Channels;
using Evolve.Player.Playing;
using Evolve.Player.Running;

namespace Evolve.Player.Progress;

/// <summary>
/// Keeps a player's progress, from the moment on when it is known whether an earlier one is gone on with. Writing never
/// holds the player up: a moment that is written too late is left out for a younger one.
/// </summary>
public sealed class ProgressKeeper : IAsyncDisposable
{
    private readonly ScenarioPlayer _player;
    private readonly ProgressFile _file;
    private readonly string? _environmentFile;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private Task _writing = Task.CompletedTask;
    private PlayerState? _written;
    private bool _isKeeping;
    private string? _toldProblem;

    /// <summary>Reads what is kept. Unless there is something to go on with, keeping begins at once.</summary>
    /// <param name="player">The player.</param>
    /// <param name="file">Where its progress is kept.</param>
    /// <param name="environmentFile">The file behind <c>$EVOLVE_ENV</c>, or null.</param>
    public ProgressKeeper(ScenarioPlayer player, ProgressFile file, string? environmentFile)
    {
        ArgumentNullException.ThrowIfNull(player);
        ArgumentNullException.ThrowIfNull(file);
        (_player, _file, _environmentFile) = (player, file, environmentFile);
        var found = file.Read();
        if (file.Problem is { } problem)
        {
            player.Tell(problem);
        }

        Found = found is { IsWorthwhile: true } ? found : null;
        if (Found is null)
        {
            Keep();
        }
    }

    /// <summary>What an earlier session has come to, while nobody has said whether to go on with it; else null.</summary>
    public SavedProgress? Found { get; private set; }

    /// <summary>Goes on with <see cref="Found"/>.</summary>
    public void GoOn()
    {
        if (Found is not { } found)
        {
            return;
        }

        Found = null;
        try
        {
            Hand(found.Variables);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _player.Tell($"What earlier steps wrote for later ones could not be handed on: {exception.Message}");
        }

        _player.Resume(found);
        Keep();
    }

    /// <summary>Leaves <see cref="Found"/> be; of it only the times stay, for they tell how long a jump takes.</summary>
    public void StartAfresh()
    {
        if (Found is { } found)
        {
            Found = null;
            _player.Resume(new SavedProgress { Steps = [.. found.Steps.Select(step => step with { Status = SavedStatus.Untouched })] });
            Keep();
        }
    }

    /// <summary>Keeps the last moment and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        _player.Changed -= Wake;
        _wake.Writer.TryComplete();
        await _writing;
        if (_isKeeping)
        {
            Write();
        }
    }

    private void Keep()
    {
        _isKeeping = true;
        _player.Changed += Wake;
        _writing = Task.Run(WriteAsync);
        Wake();
    }

    private void Wake() => _wake.Writer.TryWrite(true);

    private async Task WriteAsync()
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync())
        {
            Write();
        }
    }

    private void Write()
    {
        var state = _player.State;
        if (_written is { } last && last.SlideIndex == state.SlideIndex && ReferenceEquals(last.Steps, state.Steps)
            && ReferenceEquals(last.Workshop.Exercises, state.Workshop.Exercises) && ReferenceEquals(last.Workshop.Answers, state.Workshop.Answers)
            && ReferenceEquals(last.Times, state.Times) && ReferenceEquals(last.Scenario, state.Scenario))
        {
            return;
        }

        try
        {
            _file.Write(SavedProgress.Of(state, EnvironmentFile.Read(_environmentFile).Variables));
            (_written, _toldProblem) = (state, null);
        }
        catch (IOException exception)
        {
            // The talk goes on without; the next change tries again.
            if (_toldProblem != exception.Message)
            {
                _toldProblem = exception.Message;
                _player.Tell($"How far you are cannot be kept: {exception.Message}");
            }
        }
    }

    private void Hand(ImmutableSortedDictionary<string, string> variables)
    {
        if (_environmentFile is { } file && variables.Count > 0)
        {
            File.AppendAllLines(file, variables.Select(variable => $"{variable.Key}={variable.Value}"));
        }
    }
}
