using System.Text.RegularExpressions;

namespace Evolve.Lamp.Evolution;

/// <summary>One docker command as shell text: what is shown is what bash is given.</summary>
/// <param name="Text">The text, perhaps of several lines.</param>
public sealed partial record DockerCommand(string Text)
{
    private const string Continuation = " \\\n  ";

    /// <summary>The same on one line, its words one space apart: for comparing with another text.</summary>
    public string OneLine => Gap().Replace(Text, " ").Trim();

    /// <summary>The name in <c>docker run -d --name NAME …</c>, or null for another command.</summary>
    public string? NewContainer => OneLine.Split(' ') is ["docker", "run", "-d", "--name", var name, ..] ? name : null;

    /// <summary>A command whose parts stand on lines of their own, as on a slide.</summary>
    public static DockerCommand Of(params IEnumerable<string> lines) => new(string.Join(Continuation, lines));

    /// <summary>The docker commands of a step's script, in order; a test compares them with a plan's by <see cref="OneLine"/>.</summary>
    public static IReadOnlyList<DockerCommand> In(string script) =>
        [.. ContinuedLine().Replace(script, " ")
            .Split('\n')
            .Select(line => line.Trim())
            .Where(line => line.StartsWith("docker ", StringComparison.Ordinal))
            .Select(line => new DockerCommand(line))];

    /// <inheritdoc />
    public override string ToString() => OneLine;

    [GeneratedRegex(@"(\s|\\\n)+")]
    private static partial Regex Gap();

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex ContinuedLine();
}
