using System.Xml.Linq;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Architecture;

/// <summary>Dependencies point one way: the table of src/README.md, asserted on the project files themselves.</summary>
public class LayerSpecs
{
    private static readonly Dictionary<string, string[]> MayUse = new()
    {
        ["Evolve.Terminal"] = [],
        ["Evolve.Scenarios"] = [],
        ["Evolve.Lamp"] = ["Evolve.Terminal"],
        ["Evolve.Player"] = ["Evolve.Lamp", "Evolve.Terminal", "Evolve.Scenarios"],
        ["Evolve.Stage"] = ["Evolve.Player", "Evolve.Lamp", "Evolve.Terminal", "Evolve.Scenarios"],
        ["Evolve.Tui"] = ["Evolve.Stage", "Evolve.Player", "Evolve.Lamp", "Evolve.Terminal", "Evolve.Scenarios"],
        ["Evolve"] = ["Evolve.Tui", "Evolve.Stage", "Evolve.Player", "Evolve.Lamp", "Evolve.Terminal", "Evolve.Scenarios"],
    };

    private static readonly Dictionary<string, string> OnlyOneKnows = new()
    {
        ["Docker.DotNet"] = "Evolve.Lamp",
        ["Markdig"] = "Evolve.Scenarios",
        ["Terminal.Gui"] = "Evolve.Tui",
        ["TextMateSharp"] = "Evolve.Tui",
        ["System.CommandLine"] = "Evolve",
    };

    public static TheoryData<string> Projects =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(path => Path.GetFileNameWithoutExtension(path)!)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_refers_only_to_the_layers_below_it(string project)
    {
        var allowed = Assert.Contains(project, (IReadOnlyDictionary<string, string[]>)MayUse);
        var used = Included(project, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path)!);
        Assert.Empty(used.Except(allowed));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_library_is_known_to_one_layer_only(string project)
    {
        var foreign = Included(project, "PackageReference")
            .Where(package => OnlyOneKnows.TryGetValue(package, out var owner) && owner != project);
        Assert.Empty(foreign);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_source_file_names_no_layer_above_its_own(string project)
    {
        // A reference may come in through another one, so the sources are asked too.
        var forbidden = MayUse.Keys
            .Except(MayUse[project])
            .Where(other => other != project && other != "Evolve")
            .Select(other => $"using {other}.")
            .Concat(OnlyOneKnows.Where(pair => pair.Value != project).Select(pair => $"using {pair.Key}"))
            .ToArray();
        var offenders =
            from file in Repository.SourceFiles(project)
            from line in File.ReadLines(file)
            where forbidden.Any(name => line.StartsWith(name, StringComparison.Ordinal))
            select $"{file}: {line}";
        Assert.Empty(offenders);
    }

    private static IEnumerable<string> Included(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj"))
            .Descendants(kind)
            .Select(element => element.Attribute("Include")!.Value);
}
