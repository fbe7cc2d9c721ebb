using Evolve.Scenarios.Comments;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Footnotes;
using Evolve.Scenarios.Heads;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Slides;
using Markdig.Syntax;
using HeadingBlock = Markdig.Syntax.HeadingBlock;

namespace Evolve.Scenarios.Includes;

/// <summary>Reads the root file and what it includes, and splits all of it into slides.</summary>
internal sealed class IncludeReader(IFileReader files, Problems problems)
{
    /// <summary>How deep includes may nest; a chapter that includes its sections needs two.</summary>
    public const int DepthLimit = 16;

    /// <summary>How many files a scenario may have, so that includes that double at each level end.</summary>
    public const int FileLimit = 500;

    private readonly SourceLoader _loader = new(files, problems);
    private readonly SlideSplitter _splitter = new(problems);
    private readonly List<string> _paths = [];
    private int _fileCount;
    private IncludePaths? _resolver;

    /// <summary>Full paths of all files that were looked for.</summary>
    public IReadOnlyList<string> Paths => _paths;

    /// <summary>The front matter of the root; null when it has none or a broken one.</summary>
    public FrontMatter? Head { get; private set; }

    public IReadOnlyList<SlideSource> Slides => _splitter.Slides;

    /// <summary>True when the root was read; else the reason has been told.</summary>
    public bool ReadRoot(string path)
    {
        problems.Register(path);
        if (path.Length == 0)
        {
            problems.Add(new SourceLocation(path, 1, 1), "The path is empty; name a file.");
            return false;
        }

        try
        {
            _resolver = new IncludePaths(files, path);
            _paths.Add(_resolver.Root);
            if (_loader.Load(path, _resolver.Root) is not { } source)
            {
                return false;
            }

            if (source.Text.AsSpan().IsWhiteSpace())
            {
                problems.Add(source, 0, "The file is empty; begin with a heading such as `# My talk`.");
                return false;
            }

            if (TakeHead(source) is not { } content)
            {
                return false;
            }

            ReadBlocks(content, [_resolver.Root]);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.Add(new SourceLocation(path, 1, 1), FileSentence.For(exception));
            return false;
        }
    }

    /// <summary>The root without its front matter; null when that has no end.</summary>
    private SourceText? TakeHead(SourceText source)
    {
        if (!HeadBlock.BeginsIn(source))
        {
            return RefuseLateHead(source);
        }

        if (HeadBlock.Find(source) is not { } block)
        {
            problems.Add(source, 0, "The front matter is never closed; end it with a line `---`.");
            return null;
        }

        Head = new HeadReader(source, problems).Read(block);
        return block.Blank(source);
    }

    /// <summary>Tells front matter after blank lines, and blanks it so that it makes no further errors.</summary>
    private SourceText RefuseLateHead(SourceText source)
    {
        var line = 0;
        while (source.Line(line).IsWhiteSpace())
        {
            line++;
        }

        if (!HeadBlock.BeginsIn(source, line) || line + 1 == source.LineCount || !HeadLike.IsKey(source.Line(line + 1)))
        {
            return source;
        }

        problems.Add(source, source.LineStart(line), "The front matter must begin on the first line; remove the blank lines before it.");
        return HeadBlock.Find(source, line)?.Blank(source) ?? source;
    }

    private void ReadBlocks(SourceText source, IReadOnlyList<string> chain)
    {
        if (MarkdownParser.Parse(source, problems) is not { } document)
        {
            return;
        }

        var file = new MarkdownFile(source, FootnoteTable.Of(source, document, problems));
        var end = BrokenFence.Find(source, document, problems);
        foreach (var block in document.Where(block => block.Span.Start < end))
        {
            switch (block)
            {
                case FootnoteDefinition:
                    break;
                case LinkReferenceDefinitionGroup group:
                    LinkTable.Check(source, group, problems);
                    break;
                case ThematicBreakBlock { ThematicChar: '-' } rule:
                    _splitter.Break(file, rule);
                    break;
                case HeadingBlock { IsSetext: true } heading:
                    _splitter.BreakAtUnderline(file, heading);
                    break;
                case HtmlBlock html:
                    ReadComments(file, html, chain);
                    break;
                default:
                    _splitter.Add(block);
                    break;
            }
        }

        _splitter.BreakForFile(file);
    }

    private void ReadComments(MarkdownFile file, HtmlBlock html, IReadOnlyList<string> chain)
    {
        foreach (var directive in CommentScanner.Scan(file.Source, html, problems))
        {
            if (directive.Kind != DirectiveKind.Include)
            {
                _splitter.Add(directive);
                continue;
            }

            _splitter.BreakForFile(file);
            if (Include(file.Source, directive, chain) is { } sentence)
            {
                problems.Add(file.Source, directive.Offset, sentence);
                problems.IsPartial = true;
            }
        }
    }

    /// <summary>Reads an included file; returns what is wrong with including it, or null.</summary>
    private string? Include(SourceText from, Directive directive, IReadOnlyList<string> chain)
    {
        var name = Words.Shorten(directive.Value);
        try
        {
            var (full, display, sentence) = _resolver!.Resolve(from, directive.Value);
            if (sentence is not null)
            {
                return sentence;
            }

            if (!_paths.Contains(full))
            {
                _paths.Add(full);
            }

            if (chain.Contains(full))
            {
                var circle = chain.SkipWhile(path => path != full).Append(full).Select(path => Path.GetFileName(path));
                return $"These files include each other in a circle: {string.Join(" → ", circle)}; remove one include.";
            }

            if (chain.Count > DepthLimit)
            {
                return $"Includes nest deeper than {DepthLimit} files here; include from the root file instead.";
            }

            if (++_fileCount > FileLimit)
            {
                return _fileCount == FileLimit + 1 ? $"The scenario includes more than {FileLimit} files; make it smaller." : null;
            }

            problems.Register(display);
            if (_loader.Load(display, full) is { } source)
            {
                ReadBlocks(IncludedHead.Refuse(source, problems), [.. chain, full]);
            }
            else
            {
                problems.IsPartial = true;
            }

            return null;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return $"There is no file `{name}`; the path counts from the folder of this file.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"`{name}` cannot be included. {FileSentence.For(exception)}";
        }
    }
}
