using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Evolve.Lamp.Preparation;

/// <summary>What one Dockerfile says about what must be there before it is built.</summary>
/// <param name="Needs">The images of ours that its stages begin with or copy from, in its order, each once.</param>
/// <param name="Stages">The names of its stages.</param>
internal sealed partial record Recipe(ImmutableArray<Need> Needs, ImmutableArray<string> Stages)
{
    private const string Ours = "evolve/";

    /// <summary>Reads a Dockerfile; the arguments before its first stage have their defaults.</summary>
    internal static Recipe Read(string path)
    {
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        var needs = new List<Need>();
        var stages = new List<string>();
        foreach (var (line, number) in File.ReadLines(path).Select((line, index) => (line, index + 1)))
        {
            var words = line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            switch (words)
            {
                case ["ARG", var argument] when stages.Count == 0 && needs.Count == 0 && argument.Split('=', 2) is [var name, var value]:
                    defaults[name] = value;
                    break;
                case ["FROM", .. var rest]:
                    var from = rest.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
                    Add(from.FirstOrDefault(), number);
                    if (from is [_, "AS" or "as", var stage])
                    {
                        stages.Add(stage);
                    }

                    break;
                case ["COPY", .. var rest]:
                    Add(rest.FirstOrDefault(word => word.StartsWith("--from=", StringComparison.Ordinal))?["--from=".Length..], number);
                    break;
            }
        }

        return new Recipe([.. needs.DistinctBy(need => need.Image)], [.. stages]);

        void Add(string? name, int line)
        {
            var image = Variable().Replace(name ?? "", match => defaults.GetValueOrDefault(match.Groups["name"].Value, match.Value));
            if (image.StartsWith(Ours, StringComparison.Ordinal))
            {
                needs.Add(new Need(image, line));
            }
        }
    }

    [GeneratedRegex(@"\$\{?(?<name>\w+)\}?")]
    private static partial Regex Variable();
}

/// <summary>An image of ours that a Dockerfile needs.</summary>
/// <param name="Image">Its name, as <c>evolve/kernel:php</c>.</param>
/// <param name="Line">The line that says so.</param>
internal sealed record Need(string Image, int Line);
