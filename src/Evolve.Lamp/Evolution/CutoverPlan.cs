using System.Collections.Immutable;
using System.Text;

namespace Evolve.Lamp.Evolution;

/// <summary>
/// What brings one tier from the state that was read to a flavour: commands in order, made of what is there, so that a
/// plan made after an interruption is what is left of the first.
/// </summary>
/// <param name="Title">From what to what.</param>
/// <param name="Steps">The commands; none when the tier is there already.</param>
/// <param name="IsPrelude">Whether the state must be read again after it, since more cannot be known now.</param>
public sealed record CutoverPlan(string Title, ImmutableArray<PlanStep> Steps, bool IsPrelude = false)
{
    /// <summary>Whether nothing is left to do.</summary>
    public bool IsEmpty => Steps.IsEmpty;

    /// <summary>The commands alone.</summary>
    public IEnumerable<DockerCommand> Commands => Steps.Select(step => step.Command);

    /// <summary>The plan as a script that can be read and pasted.</summary>
    public override string ToString()
    {
        var script = new StringBuilder();
        script.Append("# ").Append(Title).Append('\n');
        foreach (var step in Steps)
        {
            script.Append("\n# ").Append(step.Purpose).Append('\n').Append(step.Command.Text).Append('\n');
        }

        if (IsEmpty)
        {
            script.Append("# Nothing is left to do.\n");
        }

        if (IsPrelude)
        {
            script.Append("\n# More is known only after this: then a new plan is made.\n");
        }

        return script.ToString();
    }
}
