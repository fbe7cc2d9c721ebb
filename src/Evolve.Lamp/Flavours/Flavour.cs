using System.Collections.Immutable;

namespace Evolve.Lamp.Flavours;

/// <summary>One way to run a tier: a folder <c>assets/TIER/FLAVOUR</c> with a Dockerfile and a <c>flavour.yaml</c>.</summary>
/// <param name="Tier">The tier's folder.</param>
/// <param name="Name">The flavour's folder.</param>
/// <param name="Folder">The path of the folder.</param>
/// <param name="Title">Its title on a slide.</param>
/// <param name="Family"><c>container</c>, <c>evolutionary</c> or <c>clean-slate</c>.</param>
/// <param name="Needs">What it needs of the machine, as <c>kvm</c>.</param>
/// <param name="Run">
/// What <c>docker run</c> is told beside what every container is told: shell words, a line of them each, in which
/// <c>{name}</c> stands for the container's name.
/// </param>
/// <param name="Facts">What can be said of it, each with its source.</param>
public sealed record Flavour(
    string Tier,
    string Name,
    string Folder,
    string Title,
    FlavourFamily Family,
    ImmutableArray<string> Needs,
    ImmutableArray<string> Run,
    ImmutableArray<FlavourFact> Facts)
{
    /// <summary>The lines of <see cref="Run"/> for a container of this name.</summary>
    public IEnumerable<string> RunOf(string container) =>
        Run.Select(line => line.Replace("{name}", container, StringComparison.Ordinal));

    /// <summary>The named volumes of a container of this name, <c>-v NAME:/path</c> each; a path of the host is none.</summary>
    public IEnumerable<string> VolumesOf(string container) => RunOf(container).SelectMany(NamedIn).Distinct(StringComparer.Ordinal);

    private static IEnumerable<string> NamedIn(string line)
    {
        var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words.Zip(words.Skip(1))
            .Where(pair => pair.First is "-v" or "--volume" && char.IsAsciiLetterOrDigit(pair.Second[0]))
            .Select(pair => pair.Second.Split(':')[0]);
    }
}

/// <summary>The families of the talk.</summary>
public enum FlavourFamily
{
    /// <summary>A Linux container.</summary>
    Container,

    /// <summary>An existing program over a kernel made for it.</summary>
    Evolutionary,

    /// <summary>Written anew over libraries, in one language.</summary>
    CleanSlate,
}

/// <summary>One fact with its source.</summary>
/// <param name="Text">The fact.</param>
/// <param name="Source">Where it is written, or how it was measured.</param>
public sealed record FlavourFact(string Text, string Source);
