using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Player.Commands;
using Evolve.Player.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Stage.Notes;

/// <summary>What a presenter is shown of a talk: made of the player's state and of the deployment whenever it is asked for.</summary>
public sealed class TalkPicture : INotesTalk, IDisposable
{
    private readonly ScenarioPlayer _player;
    private readonly IDeploymentSource? _deployment;
    private readonly ImmutableArray<TierFlavours> _tiers;
    private readonly Func<string, Action<string>, CancellationToken, Task> _run;
    private readonly TalkClock _clock;

    /// <summary>Follows a talk.</summary>
    /// <param name="player">Plays it.</param>
    /// <param name="deployment">The live deployment, or null.</param>
    /// <param name="tiers">The tiers that commands can name.</param>
    /// <param name="run">Does a command.</param>
    /// <param name="time">The clock.</param>
    public TalkPicture(
        ScenarioPlayer player,
        IDeploymentSource? deployment,
        ImmutableArray<TierFlavours> tiers,
        Func<string, Action<string>, CancellationToken, Task> run,
        TimeProvider time)
    {
        (_player, _deployment, _tiers, _run, _clock) = (player, deployment, tiers, run, new TalkClock(time));
        _player.Changed += OnPlayerChanged;
        _player.Panes.Changed += OnChanged;
        if (_deployment is not null)
        {
            _deployment.Changed += OnChanged;
        }
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public CommandVocabulary Vocabulary => CommandVocabulary.Of(_player.State.Scenario, _tiers);

    /// <inheritdoc/>
    public Task RunAsync(string line, Action<string> print, CancellationToken cancellationToken) => _run(line, print, cancellationToken);

    /// <inheritdoc/>
    public NotesState Read()
    {
        var state = _player.State;
        var slides = state.Scenario.Slides;
        return new NotesState
        {
            Title = state.Scenario.FrontMatter.Title,
            Slide = state.SlideIndex + 1,
            SlideCount = slides.Length,
            SlideTitle = state.Slide.Title,
            Chapter = state.Slide.Chapter,
            Notes = [.. state.Slide.Notes.Select(PlannedTime.WithoutTime)],
            NextSlide = state.SlideIndex + 1 < slides.Length ? slides[state.SlideIndex + 1].Title : null,
            Next = state.Next.Words,
            NextCommands = state.Next.Kind is ForwardKind.Type or ForwardKind.FinishTyping or ForwardKind.Run && state.Next.StepId is { } id
                ? state.Scenario.FindStep(id)?.Script.Text
                : null,
            Working = state.Steps.FirstOrDefault(step => step.Value.IsActive).Key,
            Times = _clock.Read(state.Scenario),
            Troubles = [.. Troubles(state)],
            Panes = [.. _player.Panes.Panes.Select(pane => new NotesPane(pane.Name, pane.StepId ?? pane.Occupant))],
            Containers = [.. _deployment?.Current.Containers.Where(container => container.IsOfTier).Select(Describe) ?? []],
        };
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _player.Changed -= OnPlayerChanged;
        _player.Panes.Changed -= OnChanged;
        if (_deployment is not null)
        {
            _deployment.Changed -= OnChanged;
        }
    }

    private IEnumerable<string> Troubles(PlayerState state)
    {
        if (state.Banner is { } banner)
        {
            yield return banner;
        }

        foreach (var (id, known) in state.Steps.Where(step => step.Value.NeedsChoice).OrderBy(step => step.Value.StartedAt))
        {
            yield return known.Reason ?? $"{id} did not succeed.";
        }

        if (state.Notice is { } notice)
        {
            yield return notice.Sentence;
        }

        if (_deployment?.Current.Engine == EngineState.Absent)
        {
            yield return "The engine does not answer.";
        }
    }

    private static NotesContainer Describe(TierContainer container)
    {
        var health = container.Health switch
        {
            ContainerHealth.Unhealthy => ", unhealthy",
            ContainerHealth.Starting => ", starting",
            _ => "",
        };
        var serves = container.Serves ? ", serves" : "";
        return new(
            container.Name,
            $"{container.State.ToString().ToLowerInvariant()}{health}{serves}",
            container.Health != ContainerHealth.Unhealthy && !(container.Serves && container.State != ContainerState.Running));
    }

    private void OnPlayerChanged()
    {
        _clock.Enter(_player.State.SlideIndex);
        OnChanged();
    }

    private void OnChanged() => Changed?.Invoke();
}
