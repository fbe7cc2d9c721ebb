using System.Text;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Steps;

namespace Evolve.Scenarios.Attributes;

/// <summary>
/// Parses <c>{#id .kind key=bare key="quoted"}</c>. After an error it goes on with the next attribute, so that one slip
/// hides no other.
/// </summary>
internal sealed class AttributeParser
{
    private readonly SourceText _source;
    private readonly Problems _problems;
    private readonly int _end;
    private int _position;
    private bool _isQuoteOpen;

    private AttributeParser(SourceText source, int start, int end, Problems problems)
    {
        _source = source;
        _position = start + 1;
        _end = end;
        _problems = problems;
    }

    private char Current => _position < _end ? _source.Text[_position] : '\0';

    private bool IsAtBoundary => _position >= _end || char.IsWhiteSpace(Current) || Current == '}';

    /// <summary>The attributes of the text from the <c>{</c> at <paramref name="start"/> to <paramref name="end"/>; false when any is broken.</summary>
    public static bool TryParse(
        SourceText source, int start, int end, Problems problems, out IReadOnlyList<StepAttribute> attributes)
    {
        var parser = new AttributeParser(source, start, end, problems);
        var found = new List<StepAttribute>();
        attributes = found;
        return parser.ParseAll(found);
    }

    private bool ParseAll(List<StepAttribute> found)
    {
        var good = true;
        while (true)
        {
            SkipWhiteSpace();
            if (_position >= _end)
            {
                return !_isQuoteOpen && Fail(_end, "A `}` is missing at the end of this line.");
            }

            if (Current == '}')
            {
                _position++;
                SkipWhiteSpace();
                return _position >= _end
                    ? good
                    : Fail(_position, "Nothing may follow the closing `}`.");
            }

            if (ParseOne() is { } attribute)
            {
                found.Add(attribute);
            }
            else
            {
                good = false;
            }
        }
    }

    private StepAttribute? ParseOne()
    {
        var start = _position;
        if (Current is '#' or '.')
        {
            var kind = Current == '#' ? AttributeKind.Id : AttributeKind.Class;
            _position++;
            var name = TakeWord();
            return name.Length > 0
                ? new StepAttribute(kind, name, "", start, start + 1)
                : Refuse(start, kind == AttributeKind.Id ? "An id is missing after `#`." : "A kind is missing after `.`.");
        }

        var key = TakeKey();
        if (key.Length == 0 || Current != '=')
        {
            var word = key + TakeWord();
            return Refuse(
                start,
                $"`{Words.Shorten(word)}` is no attribute; write `#id`, `.kind` or `key=value`."
                + Suggestion.For(word, StepAttributes.Classes, "."));
        }

        _position++;
        if (Current == '"')
        {
            return ParseQuoted(key, start);
        }

        var valueStart = _position;
        var value = TakeWord();
        if (value.Length == 0)
        {
            return Refuse(start, $"`{Words.Shorten(key)}=` has no value.");
        }

        if (value.AsSpan().IndexOfAny('"', '{') < 0)
        {
            return new StepAttribute(AttributeKind.Pair, key, value, start, valueStart);
        }

        SkipToBlank();
        return Refuse(start, $"The value of `{Words.Shorten(key)}=` must stand in quotes: `{Words.Shorten(key)}=\"…\"`.");
    }

    private StepAttribute? ParseQuoted(string key, int start)
    {
        _position++;
        var valueStart = _position;
        var value = new StringBuilder();
        var good = true;
        while (_position < _end && Current != '"')
        {
            if (Current == '\\')
            {
                _position++;
                if (_position < _end && Current is not ('"' or '\\'))
                {
                    // Once an attribute: a regular expression that forgot one has forgotten all.
                    good = good && Fail(
                        _position - 1,
                        $"In quotes a backslash is written `\\\\` (so `\\{Current}` is `\\\\{Current}`) and a quote `\\\"`.");
                    value.Append('\\');
                }

                if (_position >= _end)
                {
                    break;
                }
            }

            value.Append(Current);
            _position++;
        }

        if (_position >= _end)
        {
            _isQuoteOpen = true;
            return Refuse(start, $"The quote of `{Words.Shorten(key)}=` is never closed.");
        }

        _position++;
        if (!IsAtBoundary)
        {
            var next = _position;
            TakeWord();
            return Refuse(next, "A blank is missing after the closing quote.");
        }

        return good ? new StepAttribute(AttributeKind.Pair, key, value.ToString(), start, valueStart) : null;
    }

    private string TakeKey()
    {
        var start = _position;
        while (_position < _end && (char.IsLetterOrDigit(Current) || Current is '-' or '_'))
        {
            _position++;
        }

        return _source.Text[start.._position];
    }

    private string TakeWord()
    {
        var start = _position;
        while (!IsAtBoundary)
        {
            _position++;
        }

        return _source.Text[start.._position];
    }

    /// <summary>Passes a broken value with its braces, but not the one that ends the line.</summary>
    private void SkipToBlank()
    {
        while (_position < _end && !char.IsWhiteSpace(Current))
        {
            _position++;
        }

        if (_source.Text[_position - 1] == '}' && _source.Text.AsSpan(_position, _end - _position).IsWhiteSpace())
        {
            _position--;
        }
    }

    private void SkipWhiteSpace()
    {
        while (_position < _end && char.IsWhiteSpace(Current))
        {
            _position++;
        }
    }

    private StepAttribute? Refuse(int offset, string sentence)
    {
        Fail(offset, sentence);
        return null;
    }

    private bool Fail(int offset, string sentence)
    {
        _problems.Add(_source, offset, sentence);
        return false;
    }
}
