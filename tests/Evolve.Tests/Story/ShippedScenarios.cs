using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>The scenarios that come with Evolve.</summary>
internal static class ShippedScenarios
{
    /// <summary>Their files, relative to the checkout.</summary>
    public static IEnumerable<string> Paths =>
        Directory.EnumerateFiles(Repository.PathOf("scenarios"), "*.md")
            .Select(path => Path.GetRelativePath(Repository.Root, path))
            .Order(StringComparer.Ordinal);

    /// <summary>Reads one.</summary>
    public static ReadResult Read(string path) => new ScenarioReader(new DiskFileReader()).Read(Repository.PathOf(path));

    /// <summary>The slides of one; the test fails when it has errors.</summary>
    public static IEnumerable<Slide> SlidesOf(string path)
    {
        var result = Read(path);
        Assert.Empty(result.Errors);
        return result.Scenario!.Slides;
    }

    /// <summary>How a failing test names a slide.</summary>
    public static string NameOf(Slide slide) => $"{slide.Location} {slide.Title}";
}
