using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Architecture;

/// <summary>What keeps the sources easy to live in.</summary>
public class SourceSpecs
{
    private const int LongestFile = 400;

    [Fact]
    public void No_source_file_is_longer_than_400_lines()
    {
        var tooLong =
            from folder in new[] { "src", "tests" }
            from file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs", SearchOption.AllDirectories)
            let lines = File.ReadLines(file).Count()
            where lines > LongestFile
            select $"{file}: {lines} lines";
        Assert.Empty(tooLong);
    }
}
