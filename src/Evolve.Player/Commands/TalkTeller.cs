using Evolve.Player.Playing;
using Evolve.Player.Secrets;
using Evolve.Player.Verifying;

namespace Evolve.Player.Commands;

/// <summary>Tells what happens in a talk, a plain line each: for scripts, and for people whose screen is read to them.</summary>
/// <param name="print">Takes the lines; called on any thread, one after the other.</param>
public sealed class TalkTeller(Action<string> print)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LineSplitter> _outputs = [];
    private PlayerState? _told;
    private LineMask _secrets = LineMask.None;

    /// <summary>Begins with the slide that is on, and goes on with what follows.</summary>
    public void Follow(ScenarioPlayer player)
    {
        ArgumentNullException.ThrowIfNull(player);
        _secrets = player.Panes.Secrets;
        player.Changed += () =>
        {
            _secrets = player.Panes.Secrets;
            Tell(player.State);
        };
        Tell(player.State);
    }

    /// <summary>Tells what a step prints; for <see cref="PlayerOptions.StepOutput"/>.</summary>
    public void Tell(string stepId, ReadOnlyMemory<byte> output)
    {
        lock (_lock)
        {
            if (!_outputs.TryGetValue(stepId, out var lines))
            {
                _outputs[stepId] = lines = new LineSplitter();
            }

            Quote(lines.Add(output.Span));
        }
    }

    private void Tell(PlayerState now)
    {
        lock (_lock)
        {
            var before = _told;
            _told = now;
            if (before is null || before.SlideIndex != now.SlideIndex)
            {
                print(TalkWords.Place(now));
            }

            foreach (var (id, known) in now.Steps)
            {
                var was = before?.StateOf(id) ?? StepState.Untouched;
                if (was.Status != known.Status || was.Attempt != known.Attempt)
                {
                    TellStep(id, known);
                }
            }

            if (now.Banner is { } banner && banner != before?.Banner)
            {
                print(banner);
            }

            if (now.Notice is { IsRefusalOf: null } notice && notice.Number != before?.Notice?.Number)
            {
                print(notice.Sentence);
            }
        }
    }

    private void TellStep(string id, StepState known)
    {
        if (!known.IsActive && _outputs.Remove(id, out var rest))
        {
            Quote(rest.End());
        }

        if (known.Status != StepStatus.Typing)
        {
            print($"step {id}: {TalkWords.Of(known)}");
        }
    }

    private void Quote(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            print($"| {_secrets.Apply(Panes.PaneText.Safe(line))}");
        }
    }
}
