using System.Collections.Immutable;
using Evolve.Scenarios.Attributes;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;

namespace Evolve.Scenarios.Steps;

/// <summary>Gives the attributes of a fence their meaning.</summary>
internal sealed class StepAttributes(SourceText source, Problems problems)
{
    private static readonly Dictionary<string, FenceKind> Kinds = new(StringComparer.Ordinal)
    {
        ["run"] = FenceKind.Run,
        ["type"] = FenceKind.Type,
        ["exercise"] = FenceKind.Exercise,
        ["check"] = FenceKind.Check,
        ["undo"] = FenceKind.Undo,
        ["solve"] = FenceKind.Solve,
    };

    private static readonly Dictionary<string, FenceKind> Keys = new(StringComparer.Ordinal)
    {
        ["of"] = FenceKind.Attached,
        ["pane"] = FenceKind.Step,
        ["timeout"] = FenceKind.Runnable | FenceKind.Attached,
        ["within"] = FenceKind.Check,
        ["expect"] = FenceKind.Runnable | FenceKind.Check,
        ["fail"] = FenceKind.Runnable,
        ["needs"] = FenceKind.Step,
        ["measure"] = FenceKind.Runnable,
    };

    private const string Background = "background";

    /// <summary>What may follow a dot.</summary>
    public static IEnumerable<string> Classes => Kinds.Keys.Append(Background);

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    /// <summary>The draft with its attributes; its kind is <see cref="FenceKind.None"/> when that cannot be told.</summary>
    /// <param name="draft">The fence without them.</param>
    /// <param name="attributes">Those that could be parsed.</param>
    /// <param name="brace">Where they begin.</param>
    /// <param name="isComplete">False when some could not: then none is missing.</param>
    public StepFence Apply(StepFence draft, IReadOnlyList<StepAttribute> attributes, int brace, bool isComplete)
    {
        draft = draft with { Kind = ReadKind(attributes, brace, isComplete) };
        foreach (var attribute in attributes)
        {
            draft = attribute.Kind switch
            {
                AttributeKind.Id => ApplyId(draft, attribute),
                AttributeKind.Class when attribute.Name == Background => ApplyBackground(draft, attribute),
                AttributeKind.Class => draft,
                _ => ApplyPair(draft, attribute),
            };
        }

        if ((draft.Kind & FenceKind.Attached) != 0 && draft.Of is null && !_seen.Contains("of") && isComplete)
        {
            Tell(brace, $"A `{Name(draft.Kind)}` must name its step, such as `of=build`.");
        }

        return draft;
    }

    private FenceKind ReadKind(IReadOnlyList<StepAttribute> attributes, int brace, bool isComplete)
    {
        var classes = attributes.Where(attribute => attribute.Kind == AttributeKind.Class && attribute.Name != Background).ToList();
        var known = classes.Where(attribute => Kinds.ContainsKey(attribute.Name)).ToList();
        foreach (var attribute in classes.Except(known))
        {
            Tell(
                attribute.Offset,
                $"`.{Words.Shorten(attribute.Name)}` is no kind of step; the kinds are `.run`, `.type`, `.exercise`, `.check`, `.undo`, `.solve`."
                + Suggestion.For(attribute.Name, Classes, "."));
        }

        if (known.Count == 0)
        {
            if (classes.Count == 0 && isComplete)
            {
                Tell(brace, "A step needs a kind: `.run`, `.type`, `.exercise`, `.check`, `.undo` or `.solve`.");
            }

            return FenceKind.None;
        }

        foreach (var attribute in known.Skip(1))
        {
            Tell(
                attribute.Offset,
                attribute.Name == known[0].Name
                    ? $"`.{attribute.Name}` is given twice; remove one."
                    : $"A step has one kind, and this is `.{known[0].Name}` already; remove `.{attribute.Name}`.");
        }

        return Kinds[known[0].Name];
    }

    private StepFence ApplyId(StepFence draft, StepAttribute attribute)
    {
        if (draft.Id is { } first)
        {
            Tell(attribute.Offset, $"A step has one id, and this is `#{Words.Shorten(first.Name)}` already; remove `#{Words.Shorten(attribute.Name)}`.");
            return draft;
        }

        if ((draft.Kind & FenceKind.Attached) != 0)
        {
            Tell(attribute.Offset, $"A `{Name(draft.Kind)}` has no id of its own; name its step with `of=`.");
            return draft;
        }

        if (!AttributeValues.IsName(attribute.Name))
        {
            TellName(attribute.Offset, "id", attribute.Name);
        }

        // Kept even so: what refers to a broken id is no second error.
        return draft with { Id = new NameAt(attribute.Name, attribute.Offset) };
    }

    private StepFence ApplyBackground(StepFence draft, StepAttribute attribute)
    {
        if (!_seen.Add("." + Background))
        {
            Tell(attribute.Offset, "`.background` is given twice; remove one.");
        }
        else if ((draft.Kind & FenceKind.Runnable) == 0 && draft.Kind != FenceKind.None)
        {
            Tell(attribute.Offset, $"`.background` does not go with `{Name(draft.Kind)}`; it goes with `.run` and `.type`.");
        }

        return draft with { IsBackground = true };
    }

    private StepFence ApplyPair(StepFence draft, StepAttribute attribute)
    {
        var (key, value) = (attribute.Name, attribute.Value);
        if (!Keys.TryGetValue(key, out var allowed))
        {
            Tell(
                attribute.Offset,
                $"`{Words.Shorten(key)}=` is no attribute; the attributes are {string.Join(", ", Keys.Keys.Select(name => $"`{name}=`"))}."
                + Suggestion.For(key, Keys.Keys, suffix: "="));
            return draft;
        }

        if (!_seen.Add(key))
        {
            Tell(attribute.Offset, $"`{key}=` is given twice; remove one.");
            return draft;
        }

        if (draft.Kind != FenceKind.None && (draft.Kind & allowed) == 0)
        {
            var kinds = Kinds.Where(pair => (pair.Value & allowed) != 0).Select(pair => $"`.{pair.Key}`").ToList();
            var list = kinds.Count == 1 ? kinds[0] : $"{string.Join(", ", kinds.SkipLast(1))} and {kinds[^1]}";
            Tell(attribute.Offset, $"`{key}=` does not go with `{Name(draft.Kind)}`; it goes with {list}.");
            return draft;
        }

        return key switch
        {
            "of" => draft with { Of = ReadNames(attribute, "step").FirstOrDefault() },
            "needs" => draft with { Needs = ReadNames(attribute, "step") },
            "pane" => draft with { Pane = ReadPane(attribute) },
            "timeout" => draft with { Timeout = ReadTime(attribute) },
            "within" => draft with { Within = ReadTime(attribute) },
            "fail" => draft with { MayFail = ReadFail(attribute) },
            "measure" => draft with { Measure = ReadMeasure(attribute) },
            _ => ApplyExpect(draft, attribute, value),
        };
    }

    private ImmutableArray<NameAt> ReadNames(StepAttribute attribute, string noun)
    {
        var names = ImmutableArray.CreateBuilder<NameAt>();
        var offset = attribute.ValueOffset;
        var parts = attribute.Value.Split(',');
        if (attribute.Name == "of" && parts.Length > 1)
        {
            Tell(offset, "`of=` names one step.");
            return [];
        }

        foreach (var part in parts)
        {
            var name = part.Trim();
            var place = offset + (part.Length - part.TrimStart().Length);
            offset += part.Length + 1;
            if (name.Length == 0)
            {
                Tell(place, $"A {noun}'s id is missing in `{attribute.Name}=`; write ids with commas between them.");
            }
            else if (names.Any(known => known.Name == name))
            {
                Tell(place, $"`{Words.Shorten(name)}` is named twice in `{attribute.Name}=`.");
            }
            else
            {
                names.Add(new NameAt(name, place));
            }
        }

        return names.ToImmutable();
    }

    private string? ReadPane(StepAttribute attribute)
    {
        if (AttributeValues.IsName(attribute.Value))
        {
            return attribute.Value;
        }

        TellName(attribute.ValueOffset, "pane's name", attribute.Value);
        return null;
    }

    private TimeSpan? ReadTime(StepAttribute attribute)
    {
        if (AttributeValues.TryReadTime(attribute.Value, out var time, out var sentence))
        {
            return time;
        }

        Tell(attribute.ValueOffset, $"`{Words.Shorten(attribute.Value)}` {sentence}");
        return null;
    }

    private bool ReadFail(StepAttribute attribute)
    {
        if (attribute.Value != "ok")
        {
            Tell(attribute.ValueOffset, $"`fail=` takes only `ok`, not `{Words.Shorten(attribute.Value)}`.");
        }

        return true;
    }

    private string? ReadMeasure(StepAttribute attribute)
    {
        if (attribute.Value.Split('/') is [_, _, _] parts && parts.All(AttributeValues.IsName))
        {
            return attribute.Value;
        }

        Tell(
            attribute.ValueOffset,
            $"`{Words.Shorten(attribute.Value)}` is no measurement; write `tier/flavour/name`, such as `php/container/build`, each part beginning with a letter from a to z.");
        return null;
    }

    private StepFence ApplyExpect(StepFence draft, StepAttribute attribute, string value)
    {
        if (AttributeValues.TryReadPattern(value, out var regex, out var sentence))
        {
            return draft with { Expect = regex };
        }

        Tell(attribute.ValueOffset, $"`{Words.Shorten(value)}` {sentence}");
        return draft;
    }

    private void TellName(int offset, string noun, string name) => Tell(
        offset,
        name.Length > AttributeValues.NameLimit
            ? $"The {noun} has {name.Length} characters, and {AttributeValues.NameLimit} are the most."
            : $"The {noun} `{name}` {AttributeValues.NameHelp}.");

    private void Tell(int offset, string sentence) => problems.Add(source, offset, sentence);

    private static string Name(FenceKind kind) => "." + Kinds.First(pair => pair.Value == kind).Key;
}
