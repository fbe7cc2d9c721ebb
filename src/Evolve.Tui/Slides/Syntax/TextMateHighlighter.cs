using System.Collections.Concurrent;
using System.Collections.Immutable;
using Evolve.Tui.Themes;
using TextMateSharp.Grammars;
using TextMateSharp.Registry;

namespace Evolve.Tui.Slides.Syntax;

/// <summary>
/// Colours by TextMate grammars. Loading one takes a good part of a second, so it happens in the background: code is
/// plain until then, and <see cref="Changed"/> tells. Code of a loaded grammar is coloured at once when it is short.
/// </summary>
public sealed class TextMateHighlighter : ISyntaxHighlighter
{
    /// <summary>Longer text stays plain, in characters.</summary>
    public const int LongestText = 64 * 1024;

    private const int LongestLine = 2_000;
    private const int LongestAtOnce = 4_000;
    private const int CacheLimit = 512;

    // A grammar compiles its expressions when a line first needs them, which takes far longer than the line itself.
    private static readonly TimeSpan s_limitInBackground = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_limitAtOnce = TimeSpan.FromMilliseconds(30);
    private readonly ConcurrentDictionary<(string Scope, string Text), ImmutableArray<ImmutableArray<SyntaxPart>>> _cache = new();
    private readonly ConcurrentDictionary<(string Scope, string Text), bool> _asked = new();
    private readonly ConcurrentDictionary<string, IGrammar?> _grammars = new();
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly Action<Exception> _report;
    private Registry? _registry;

    /// <summary>Makes one; nothing is loaded yet.</summary>
    /// <param name="time">Bounds the work on one text.</param>
    /// <param name="report">Told of a grammar that fails; its code stays plain.</param>
    public TextMateHighlighter(TimeProvider time, Action<Exception> report)
    {
        _time = time;
        _report = report;
    }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ImmutableArray<ImmutableArray<SyntaxPart>> Highlight(string language, string text)
    {
        var scope = text.Length <= LongestText ? Languages.ScopeOf(language, text) : null;
        if (scope is null)
        {
            return PlainHighlighter.Plain(text);
        }

        if (_cache.TryGetValue((scope, text), out var parts))
        {
            return parts;
        }

        if (text.Length <= LongestAtOnce && _grammars.ContainsKey(scope) && _lock.TryEnter())
        {
            try
            {
                if (Keep(scope, text, s_limitAtOnce))
                {
                    return _cache[(scope, text)];
                }
            }
            finally
            {
                _lock.Exit();
            }
        }

        if (_asked.TryAdd((scope, text), true))
        {
            ThreadPool.QueueUserWorkItem(_ => Load(scope, text));
        }

        return PlainHighlighter.Plain(text);
    }

    private void Load(string scope, string text)
    {
        lock (_lock)
        {
            _grammars.GetOrAdd(scope, LoadGrammar);
            Keep(scope, text, s_limitInBackground);
        }

        _asked.TryRemove((scope, text), out _);
        Changed?.Invoke();
    }

    private IGrammar? LoadGrammar(string scope)
    {
        try
        {
            _registry ??= new Registry(new RegistryOptions(ThemeName.DarkPlus));
            return _registry.LoadGrammar(scope);
        }
        // The grammars are data with regular expressions of their own dialect; colours are never worth the talk.
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _report(exception);
            return null;
        }
    }

    /// <summary>Colours a text and keeps the result; false when the time was not enough and there is a better place to try.</summary>
    private bool Keep(string scope, string text, TimeSpan limit)
    {
        ImmutableArray<ImmutableArray<SyntaxPart>> parts;
        try
        {
            if (_grammars[scope] is not { } grammar)
            {
                parts = PlainHighlighter.Plain(text);
            }
            else if (Tokenize(grammar, text, limit, out parts) || limit == s_limitInBackground)
            {
                parts = scope == Languages.Shell ? ShellWords.Refine(parts) : parts;
            }
            else
            {
                return false;
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            _report(exception);
            parts = PlainHighlighter.Plain(text);
        }

        if (_cache.Count >= CacheLimit)
        {
            _cache.Clear();
        }

        _cache[(scope, text)] = parts;
        return true;
    }

    private bool Tokenize(IGrammar grammar, string text, TimeSpan limit, out ImmutableArray<ImmutableArray<SyntaxPart>> parts)
    {
        var began = _time.GetTimestamp();
        var lines = ImmutableArray.CreateBuilder<ImmutableArray<SyntaxPart>>();
        var isWhole = true;
        IStateStack? state = null;
        foreach (var line in text.Split('\n'))
        {
            var left = limit - _time.GetElapsedTime(began);
            if (line.Length is 0 or > LongestLine || left <= TimeSpan.Zero)
            {
                isWhole &= left > TimeSpan.Zero;
                lines.AddRange(PlainHighlighter.Plain(line));
                continue;
            }

            var result = grammar.TokenizeLine(line, state, left);
            isWhole &= _time.GetElapsedTime(began) < limit;
            state = result.RuleStack;
            lines.Add(PartsOf(line, result.Tokens));
        }

        parts = lines.ToImmutable();
        return isWhole;
    }

    private static ImmutableArray<SyntaxPart> PartsOf(string line, IToken[] tokens)
    {
        var parts = ImmutableArray.CreateBuilder<SyntaxPart>();
        var end = 0;
        foreach (var token in tokens)
        {
            var next = Math.Clamp(token.EndIndex, end, line.Length);
            Append(parts, line[end..next], ScopeRoles.Of(token.Scopes));
            end = next;
        }

        Append(parts, line[end..], Role.Text);
        return parts.ToImmutable();
    }

    private static void Append(ImmutableArray<SyntaxPart>.Builder parts, string text, Role role)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (parts.Count > 0 && parts[^1].Role == role)
        {
            parts[^1] = new SyntaxPart(parts[^1].Text + text, role);
        }
        else
        {
            parts.Add(new SyntaxPart(text, role));
        }
    }
}
