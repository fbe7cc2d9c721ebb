using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Evolve.Scenarios.Heads;

/// <summary>
/// Reads front matter from YAML's events: they carry places, need no reflection, and nothing is built from what the
/// format does not know.
/// </summary>
internal sealed class HeadReader(SourceText source, Problems problems)
{
    private readonly HeadFields _fields = new(source, problems);
    private int _offset;

    /// <summary>The front matter, or null when it is broken; what is wrong has been told.</summary>
    /// <param name="block">Where it is in the file.</param>
    public FrontMatter? Read(HeadBlock block)
    {
        _offset = block.TextStart;
        var before = problems.Count;
        try
        {
            var parser = new Parser(new StringReader(source.Text[block.TextStart..block.TextEnd]));
            ReadDocument(parser);
        }
        catch (YamlException exception)
        {
            // Nothing is said of missing keys: they may stand after the place that cannot be read.
            var reason = exception.Message.TrimEnd('.');
            problems.Add(source, Place(exception.Start), $"The front matter is not YAML: {char.ToLowerInvariant(reason[0])}{reason[1..]}.");
            return null;
        }

        _fields.RequireTitle(block.Start);
        return problems.Count == before ? _fields.ToFrontMatter() : null;
    }

    /// <summary>The events are: start of stream, start of document, its one node, and the two ends.</summary>
    private void ReadDocument(Parser parser)
    {
        Advance(parser);
        Advance(parser);
        if (parser.Current is StreamEnd)
        {
            return;
        }

        Advance(parser);
        if (parser.Current is Scalar { Value: "" })
        {
            return;
        }

        if (parser.Current is not MappingStart)
        {
            problems.Add(source, Place(parser.Current!.Start), "The front matter must be lines of `key: value`.");
            _fields.IsUnreadable = true;
            return;
        }

        Advance(parser);
        while (parser.Current is not MappingEnd)
        {
            ReadPair(parser);
        }
    }

    private void ReadPair(Parser parser)
    {
        if (parser.Current is not Scalar key)
        {
            problems.Add(source, Place(parser.Current!.Start), "A key of the front matter must be a plain word.");
            Skip(parser);
            Skip(parser);
            return;
        }

        Advance(parser);
        var place = Place(key.Start);
        var values = ReadValues(parser, key.Value, out var isList);
        _fields.Set(key.Value, place, values, isList);
    }

    /// <summary>The texts of a scalar or of a list of scalars; null when it is neither, which has been told.</summary>
    private List<HeadValue>? ReadValues(Parser parser, string key, out bool isList)
    {
        isList = parser.Current is SequenceStart;
        var values = new List<HeadValue>();
        if (!isList)
        {
            return ReadScalar(parser, key) is { } value ? [value] : null;
        }

        var good = Accept((NodeEvent)parser.Current!);
        Advance(parser);
        while (parser.Current is not SequenceEnd)
        {
            if (ReadScalar(parser, key) is { } value)
            {
                values.Add(value);
            }
            else
            {
                good = false;
            }
        }

        Advance(parser);
        return good ? values : null;
    }

    private HeadValue? ReadScalar(Parser parser, string key)
    {
        if (parser.Current is Scalar scalar)
        {
            Advance(parser);
            return Accept(scalar) ? new HeadValue(scalar.Value.Trim(), Place(scalar.Start)) : null;
        }

        if (parser.Current is AnchorAlias)
        {
            Refuse(parser.Current.Start);
        }
        else
        {
            problems.Add(source, Place(parser.Current!.Start), $"`{Words.Shorten(key)}` must be a text or a list of texts.");
        }

        Skip(parser);
        return null;
    }

    private bool Accept(NodeEvent node) => (node.Anchor.IsEmpty && node.Tag.IsEmpty) || Refuse(node.Start);

    private bool Refuse(Mark mark)
    {
        problems.Add(source, Place(mark), "Anchors, aliases and tags of YAML have no meaning here; put a value that begins with `&`, `*` or `!` in quotes.");
        return false;
    }

    /// <summary>Goes to the next event, which there is: nobody advances past the end of the stream.</summary>
    private static void Advance(Parser parser)
    {
        var mark = parser.Current?.End ?? Mark.Empty;
        try
        {
            if (parser.MoveNext())
            {
                return;
            }
        }
        catch (InvalidOperationException)
        {
            // YamlDotNet's scanner refuses some malformed texts by this instead of its own exception.
        }

        throw new SyntaxErrorException(mark, mark, "After this place nothing can be understood");
    }

    /// <summary>Passes one node with all it holds, without recursion: its depth is the author's.</summary>
    private static void Skip(Parser parser)
    {
        var depth = 0;
        do
        {
            depth += parser.Current is MappingStart or SequenceStart ? 1
                : parser.Current is MappingEnd or SequenceEnd ? -1
                : 0;
            Advance(parser);
        }
        while (depth > 0);
    }

    private int Place(Mark mark) => _offset + (int)mark.Index;
}
