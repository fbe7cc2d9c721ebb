using System.Runtime.CompilerServices;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Tests.Support;
using Evolve.Testing;

namespace Evolve.Scenarios.Tests.Specs;

/// <summary>Every Markdown file of this folder is read, and what it means is beside it.</summary>
public sealed class SpecTests
{
    public static TheoryData<string> Names()
    {
        var names = Directory.GetFiles(Folder(), "*.md").Select(path => Path.GetFileNameWithoutExtension(path));
        return new TheoryData<string>(names.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_scenario_means(string name)
    {
        var result = new ScenarioReader(new DiskFileReader()).Read(Path.Combine(Folder(), name + ".md"));

        var text = result.Scenario is { } scenario ? ModelDump.Of(scenario) : string.Join('\n', result.Errors);
        await Verifier.Verify(text.Replace(Folder(), "", StringComparison.Ordinal), name);
    }

    private static string Folder([CallerFilePath] string file = "") => Path.GetDirectoryName(file)! + "/";
}
