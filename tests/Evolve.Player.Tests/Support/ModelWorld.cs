using System.Collections.Immutable;
using Evolve.Player.Playing;
using Evolve.Player.Running;
using Evolve.Scenarios.Model;

namespace Evolve.Player.Tests.Support;

/// <summary>
/// A world of named slots that scripts change: <c>a=x</c> fills one, <c>a=</c> empties it, <c>true</c> leaves everything
/// as it is, and a check <c>a==x</c> holds when the slot holds just that. Runs what a machine starts, to the end.
/// </summary>
internal sealed class ModelWorld
{
    private readonly Dictionary<string, long> _background = [];

    internal ImmutableSortedDictionary<string, string> Slots { get; private set; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>What ran, in order: <c>id: script</c>.</summary>
    internal List<string> Log { get; } = [];

    /// <summary>Decides whether the next script fails without having done anything.</summary>
    internal Func<bool> Fails { get; set; } = () => false;

    /// <summary>The world as one line, to be compared.</summary>
    internal string Picture => string.Join(' ', Slots.Select(slot => $"{slot.Key}={slot.Value}").Concat(_background.Keys.Order(StringComparer.Ordinal).Select(id => $"({id})")));

    /// <summary>Runs everything that a machine has started, until it starts nothing more.</summary>
    internal void Settle(MachineDriver talk)
    {
        while (true)
        {
            if (talk.Effects.OfType<PlayerEffect.Stop>().FirstOrDefault() is { } stop)
            {
                foreach (var (id, run) in _background.Where(pair => pair.Value == stop.Run).ToList())
                {
                    _background.Remove(id);
                    talk.Send(new PlayerInput.BackgroundEnded(run, $"{id} was stopped."));
                }
            }
            else if (talk.Pending.Count > 0)
            {
                End(talk, talk.Pending[0]);
            }
            else
            {
                return;
            }
        }
    }

    /// <summary>The app ends: what ran in the background ends with it.</summary>
    internal void EndBackground() => _background.Clear();

    /// <summary>Somebody types a command.</summary>
    internal void Do(string script)
    {
        if (script.Split('=') is [var slot, var value])
        {
            Slots = value.Length == 0 ? Slots.Remove(slot) : Slots.SetItem(slot, value);
        }
    }

    private void End(MachineDriver talk, StepRequest request)
    {
        if (request.Script is { } script)
        {
            Log.Add($"{request.Step.Id}: {script.Text}");
            if (Fails())
            {
                talk.End(OutcomeKind.Failed);
                return;
            }

            Do(script.Text);
        }

        var runsOn = request.Script is not null && request.Step.IsBackground;
        if (!request.Step.Checks.All(Holds))
        {
            talk.End(OutcomeKind.Failed, "A check does not hold.");
            return;
        }

        if (runsOn)
        {
            _background[request.Step.Id] = request.Run;
        }

        talk.End(runsOn: runsOn);
    }

    private bool Holds(Check check) => check.Script.Text.Split("==") is [var slot, var value] && Slots.GetValueOrDefault(slot) == value;
}
