using System.Text.RegularExpressions;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>The two guides lead where they say.</summary>
public partial class GuideSpecs
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("src/README.md")]
    public void Every_link_inside_the_checkout_leads_to_a_file(string guide)
    {
        var folder = Path.GetDirectoryName(Repository.PathOf(guide))!;
        Assert.Empty(
            from Match link in RelativeLink().Matches(File.ReadAllText(Repository.PathOf(guide)))
            let target = link.Groups[1].Value
            where !Path.Exists(Path.Combine(folder, target))
            select target);
    }

    [Fact]
    public void The_scenario_in_ten_lines_has_ten_lines_and_is_read_without_a_mistake()
    {
        Assert.Equal(10, Readme.Scenario.Count(character => character == '\n'));
        var path = Path.Combine(Directory.CreateTempSubdirectory("evolve-readme-").FullName, "scenario.md");
        File.WriteAllText(path, Readme.Scenario);
        var result = new ScenarioReader(new DiskFileReader()).Read(path);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        Assert.Empty(result.Errors);
        Assert.Equal("hello", Assert.Single(result.Scenario!.Steps).Id);
        Assert.Equal("Only the speaker reads this.", Assert.Single(Assert.Single(result.Scenario.Slides).Notes));
    }

    [GeneratedRegex(@"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)\)")]
    private static partial Regex RelativeLink();
}
