using Evolve.Scenarios.Attributes;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Heads;

/// <summary>The keys of the front matter and what they may hold.</summary>
internal sealed class HeadFields(SourceText source, Problems problems)
{
    private static readonly string[] Keys = ["title", "authors", "duration", "audience", "requires", "mode", "theme", "secret"];
    private static readonly string[] Themes = ["dark", "light", "high-contrast"];

    private static readonly Dictionary<string, ScenarioMode> Modes = new(StringComparer.Ordinal)
    {
        ["talk"] = ScenarioMode.Talk,
        ["workshop"] = ScenarioMode.Workshop,
    };

    private static readonly Dictionary<string, Requirement> Requirements = new(StringComparer.Ordinal)
    {
        ["engine"] = Requirement.Engine,
        ["network"] = Requirement.Network,
        ["kvm"] = Requirement.Kvm,
    };

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private bool _isTitleMisspelt;
    private FrontMatter _head = new() { Title = "" };

    /// <summary>True when there are no keys to be seen at all: then none is missing.</summary>
    public bool IsUnreadable { get; set; }

    /// <summary>Takes one key with its values, null when they are no texts.</summary>
    public void Set(string key, int offset, IReadOnlyList<HeadValue>? values, bool isList)
    {
        if (!Keys.Contains(key))
        {
            _isTitleMisspelt |= Suggestion.Nearest(key, Keys) == "title";
            Tell(offset, $"`{Words.Shorten(key)}` is not known in the front matter; the keys are {Words.Quote(Keys)}.{Suggestion.For(key, Keys)}");
            return;
        }

        if (!_seen.Add(key))
        {
            Tell(offset, $"`{key}` is given twice; remove one.");
            return;
        }

        if (values is null)
        {
            return;
        }

        if (isList && key is ("title" or "duration" or "audience" or "mode" or "theme"))
        {
            Tell(values.Count > 0 ? values[0].Offset : offset, $"`{key}` takes one text, not a list.");
            return;
        }

        var empty = values.FirstOrDefault(value => value.Text.Length == 0);
        if (empty is not null)
        {
            Tell(isList ? empty.Offset : offset, $"`{key}` has an empty value; fill it in or remove the line.");
            return;
        }

        var multiline = values.FirstOrDefault(value => value.Text.Contains('\n', StringComparison.Ordinal));
        if (multiline is not null)
        {
            Tell(multiline.Offset, $"`{key}` must fit in one line.");
            return;
        }

        SetKnown(key, values);
    }

    /// <summary>Tells when there is no title.</summary>
    public void RequireTitle(int offset)
    {
        if (!_seen.Contains("title") && !_isTitleMisspelt && !IsUnreadable)
        {
            Tell(offset, "The front matter has no title; add a line such as `title: My talk`.");
        }
    }

    public FrontMatter ToFrontMatter() => _head;

    private void SetKnown(string key, IReadOnlyList<HeadValue> values)
    {
        switch (key)
        {
            case "title":
                _head = _head with { Title = values[0].Text };
                break;
            case "authors":
                _head = _head with { Authors = [.. values.Select(value => value.Text)] };
                break;
            case "duration":
                SetDuration(values[0]);
                break;
            case "audience":
                _head = _head with { Audience = values[0].Text };
                break;
            case "requires":
                _head = _head with { Requires = [.. values.Select(ReadRequirement).OfType<Requirement>().Distinct()] };
                break;
            case "mode":
                SetMode(values[0]);
                break;
            case "theme":
                SetTheme(values[0]);
                break;
            default:
                SetSecrets(values);
                break;
        }
    }

    private void SetDuration(HeadValue value)
    {
        if (AttributeValues.TryReadTime(value.Text, out var time, out var sentence))
        {
            _head = _head with { Duration = time };
        }
        else
        {
            Tell(value.Offset, $"`{Words.Shorten(value.Text)}` {sentence}");
        }
    }

    private Requirement? ReadRequirement(HeadValue value)
    {
        if (Requirements.TryGetValue(value.Text, out var requirement))
        {
            return requirement;
        }

        Tell(
            value.Offset,
            $"`{Words.Shorten(value.Text)}` cannot be required; what can be are {Words.Quote(Requirements.Keys)}.{Suggestion.For(value.Text, Requirements.Keys)}");
        return null;
    }

    private void SetMode(HeadValue value)
    {
        if (Modes.TryGetValue(value.Text, out var mode))
        {
            _head = _head with { Mode = mode };
            return;
        }

        Tell(value.Offset, $"`{Words.Shorten(value.Text)}` is no mode; the modes are {Words.Quote(Modes.Keys)}.{Suggestion.For(value.Text, Modes.Keys)}");
    }

    private void SetTheme(HeadValue value)
    {
        if (Themes.Contains(value.Text))
        {
            _head = _head with { Theme = value.Text };
            return;
        }

        Tell(value.Offset, $"`{Words.Shorten(value.Text)}` is no theme; the themes are {Words.Quote(Themes)}.{Suggestion.For(value.Text, Themes)}");
    }

    private void SetSecrets(IReadOnlyList<HeadValue> values)
    {
        foreach (var value in values)
        {
            if (!AttributeValues.TryReadPattern(value.Text, out var regex, out var sentence))
            {
                Tell(value.Offset, $"`{Words.Shorten(value.Text)}` {sentence}");
            }
            else if (regex.IsMatch(""))
            {
                Tell(value.Offset, $"`{Words.Shorten(value.Text)}` matches an empty text, so it would hide everything and nothing.");
            }
        }

        _head = _head with { Secrets = [.. values.Select(value => value.Text)] };
    }

    private void Tell(int offset, string sentence) => problems.Add(source, offset, sentence);
}
