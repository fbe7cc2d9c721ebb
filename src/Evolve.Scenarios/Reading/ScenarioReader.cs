using System.Collections.Immutable;
using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Includes;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Quizzes;
using Evolve.Scenarios.Slides;
using Evolve.Scenarios.Steps;
using Markdig.Syntax;

namespace Evolve.Scenarios.Reading;

/// <summary>Reads scenarios; runs nothing. It may be used from several threads.</summary>
/// <param name="files">Where they are read from.</param>
public sealed class ScenarioReader(IFileReader files)
{
    /// <summary>Reads a root file with all it includes; whatever a file holds, the answer is a scenario or sentences.</summary>
    public ReadResult Read(string path)
    {
        var problems = new Problems();
        var includes = new IncludeReader(files, problems);
        var slides = includes.ReadRoot(path) ? BuildSlides(includes.Slides, problems) : [];
        if (slides.IsEmpty && problems.Count == 0)
        {
            problems.Add(new SourceLocation(path, 1, 1), "The file has no slides; write a heading such as `# My talk`.");
        }

        var errors = problems.ToSorted();
        var paths = includes.Paths.ToImmutableArray();
        if (!errors.IsEmpty)
        {
            return new ReadResult(null, errors) { FrontMatter = includes.Head, Files = paths };
        }

        var head = includes.Head ?? new FrontMatter { Title = FallbackTitle(path, slides) };
        var scenario = new Scenario { Path = paths[0], FrontMatter = head, Slides = slides, Files = paths };
        return new ReadResult(scenario, []) { FrontMatter = head, Files = paths };
    }

    /// <summary>Any Markdown file can be played; one without front matter is called by its first title, or by its name.</summary>
    private static string FallbackTitle(string path, ImmutableArray<Slide> slides) =>
        slides.Select(slide => slide.Title).FirstOrDefault(title => title.Length > 0) ?? Path.GetFileNameWithoutExtension(path);

    /// <summary>First all fences, since a check may come before its step; then the slides that show them.</summary>
    private static ImmutableArray<Slide> BuildSlides(IReadOnlyList<SlideSource> sources, Problems problems)
    {
        var fences = ReadFences(sources, problems);
        var resolved = new StepResolver(problems).Resolve([.. fences.Select(pair => pair.Fence)]);
        var steps = new Dictionary<FencedCodeBlock, Step?>();
        foreach (var (block, fence) in fences)
        {
            steps.Add(block, resolved.GetValueOrDefault(fence));
        }

        var quizzes = new QuizIds(resolved.Values, problems);
        var chapter = "";
        var slides = ImmutableArray.CreateBuilder<Slide>(sources.Count);
        foreach (var source in sources)
        {
            slides.Add(new SlideBuilder(source, steps, quizzes, problems).Build(ref chapter));
        }

        return slides.ToImmutable();
    }

    private static List<(FencedCodeBlock Block, StepFence Fence)> ReadFences(
        IReadOnlyList<SlideSource> sources, Problems problems)
    {
        var reader = new FenceReader(problems);
        var fences = new List<(FencedCodeBlock, StepFence)>();
        foreach (var slide in sources)
        {
            var first = fences.Count;
            foreach (var part in slide.Parts)
            {
                if (part.Directive is { Kind: DirectiveKind.Hint } hint)
                {
                    HintReader.Add(hint, slide, fences, first, problems);
                }

                foreach (var block in part.Block is { } content ? FencesIn(content) : [])
                {
                    if (reader.Read(slide.File.Source, block, slide.Title) is { } fence)
                    {
                        fences.Add((block, fence));
                    }
                }
            }
        }

        return fences;
    }

    private static IEnumerable<FencedCodeBlock> FencesIn(MarkdownObject block) =>
        block is FencedCodeBlock fence ? [fence] : block.Descendants<FencedCodeBlock>();
}
