using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Evolve.Lamp.Flavours;

/// <summary>Reads one <c>flavour.yaml</c>, collecting everything that is wrong with it.</summary>
internal sealed class FlavourReader(string file)
{
    private static readonly string[] Fields = ["title", "family", "needs", "run", "facts"];

    private readonly List<string> _errors = [];

    /// <summary>What is wrong, <c>file:line:column: sentence</c>.</summary>
    internal IReadOnlyList<string> Errors => _errors;

    /// <summary>The flavour, or null when something is wrong.</summary>
    internal Flavour? Read()
    {
        if (Load() is not { } root)
        {
            return null;
        }

        foreach (var key in root.Children.Keys.Where(key => !Fields.Contains(TextOf(key))))
        {
            Report(key, $"the field “{TextOf(key)}” is not known; the fields are {string.Join(", ", Fields)}.");
        }

        var title = Require(root, "title");
        var family = FamilyOf(root);
        var needs = ListOf(root, "needs").Select(need => Text(need, "a need")).OfType<string>().ToImmutableArray();
        var run = ListOf(root, "run").Select(line => Text(line, "a line of run")).OfType<string>().ToImmutableArray();
        var facts = ListOf(root, "facts").Select(FactOf).OfType<FlavourFact>().ToImmutableArray();
        var folder = Path.GetDirectoryName(file)!;
        if (!File.Exists(Path.Combine(folder, "Dockerfile")))
        {
            Report(root, "there is no Dockerfile beside this file.");
        }

        return _errors.Count > 0
            ? null
            : new Flavour(
                Path.GetFileName(Path.GetDirectoryName(folder)!), Path.GetFileName(folder), folder, title!, family!.Value, needs, run, facts);
    }

    private YamlMappingNode? Load()
    {
        var stream = new YamlStream();
        try
        {
            using var text = File.OpenText(file);
            stream.Load(text);
        }
        catch (YamlException e)
        {
            Report(e.Start, $"this is not YAML: {e.Message}");
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // The library's scanner gives up like this on some texts, without saying where.
            Report(Mark.Empty, $"this is not YAML: {e.Message}");
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Report(Mark.Empty, $"this file cannot be read: {e.Message}");
            return null;
        }

        if (stream.Documents is [{ RootNode: YamlMappingNode root }])
        {
            return root;
        }

        Report(Mark.Empty, "a flavour is one mapping of title, family, needs, run and facts.");
        return null;
    }

    private string? Require(YamlMappingNode root, string name)
    {
        if (Child(root, name) is { } node)
        {
            return Text(node, name);
        }

        Report(root, $"the field “{name}” is missing.");
        return null;
    }

    private FlavourFamily? FamilyOf(YamlMappingNode root)
    {
        FlavourFamily? family = Require(root, "family") switch
        {
            "container" => FlavourFamily.Container,
            "evolutionary" => FlavourFamily.Evolutionary,
            "clean-slate" => FlavourFamily.CleanSlate,
            _ => null,
        };
        if (family is null && Child(root, "family") is YamlScalarNode { Value.Length: > 0 } node)
        {
            Report(node, $"the family “{node.Value}” is not known; the families are container, evolutionary and clean-slate.");
        }

        return family;
    }

    private IEnumerable<YamlNode> ListOf(YamlMappingNode root, string name)
    {
        switch (Child(root, name))
        {
            case null or YamlScalarNode { Value: null or "" }:
                return [];
            case YamlSequenceNode list:
                return list.Children;
            case var node:
                Report(node, $"“{name}” is a list.");
                return [];
        }
    }

    private FlavourFact? FactOf(YamlNode node)
    {
        if (node is not YamlMappingNode fact)
        {
            Report(node, "a fact is a mapping of text and source.");
            return null;
        }

        foreach (var key in fact.Children.Keys.Where(key => TextOf(key) is not ("text" or "source")))
        {
            Report(key, $"the field “{TextOf(key)}” of a fact is not known; its fields are text and source.");
        }

        return Require(fact, "text") is { } text && Require(fact, "source") is { } source ? new FlavourFact(text, source) : null;
    }

    private string? Text(YamlNode node, string what)
    {
        if (node is YamlScalarNode { Value: { } value } && !string.IsNullOrWhiteSpace(value))
        {
            return value.Trim();
        }

        Report(node, $"{what} is a text that is not empty.");
        return null;
    }

    private static YamlNode? Child(YamlMappingNode node, string name) =>
        node.Children.FirstOrDefault(child => TextOf(child.Key) == name).Value;

    private static string? TextOf(YamlNode node) => (node as YamlScalarNode)?.Value;

    private void Report(YamlNode node, string sentence) => Report(node.Start, sentence);

    private void Report(Mark place, string sentence) =>
        _errors.Add($"{file}:{Math.Max(1, place.Line)}:{Math.Max(1, place.Column)}: {sentence}");
}
