using System.Collections.Immutable;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Catalog;

/// <summary>
/// Lists the scenarios of a folder: its Markdown files that begin with front matter. Included files live in folders
/// below and are not listed, nor is a README.
/// </summary>
/// <param name="files">Where they are read from.</param>
public sealed class ScenarioCatalog(IFileReader files)
{
    private readonly ScenarioReader _reader = new(files);

    /// <summary>All scenarios of <paramref name="folder"/> in order of file name, broken ones with their errors.</summary>
    public ImmutableArray<CatalogEntry> List(string folder) =>
        [.. files.List(folder, ".md").Where(HasFrontMatter).Select(Describe)];

    private bool HasFrontMatter(string path)
    {
        try
        {
            // A byte order mark is three bytes, the marker itself three.
            return files.Read(path, 6).AsSpan() is [0xEF, 0xBB, 0xBF, .. var rest]
                ? rest.StartsWith("---"u8)
                : files.Read(path, 6).AsSpan().StartsWith("---"u8);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Listed, so that the reader's sentence about it is seen.
            return true;
        }
    }

    private CatalogEntry Describe(string path)
    {
        var result = _reader.Read(path);
        var name = Path.GetFileNameWithoutExtension(path);
        return new CatalogEntry
        {
            Path = path,
            Name = name,
            Title = result.FrontMatter?.Title ?? name,
            Duration = result.FrontMatter?.Duration,
            Audience = result.FrontMatter?.Audience,
            Requires = result.FrontMatter?.Requires ?? [],
            SlideCount = result.Scenario?.Slides.Length ?? 0,
            StepCount = result.Scenario?.Steps.Length ?? 0,
            Errors = result.Errors,
        };
    }
}
