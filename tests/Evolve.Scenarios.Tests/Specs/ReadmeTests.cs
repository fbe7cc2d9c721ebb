using System.Runtime.CompilerServices;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Specs;

/// <summary>Authors copy the examples of the format's page.</summary>
public sealed class ReadmeTests
{
    private const string Fence = "````";

    [Fact]
    public void Every_example_of_the_page_can_be_played()
    {
        var parts = File.ReadAllText(Path()).Split($"\n{Fence}");
        var examples = parts.Where(part => part.StartsWith("markdown\n", StringComparison.Ordinal)).Select(part => part["markdown\n".Length..]).ToList();

        Assert.Equal(3, examples.Count);
        Assert.All(examples, example => Assert.NotEmpty(TalkReader.ReadGood(example).Steps));
    }

    private static string Path([CallerFilePath] string file = "") =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(file)!, "../../../src/Evolve.Scenarios/README.md");
}
