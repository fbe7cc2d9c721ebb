using System.Text.RegularExpressions;
using Evolve.Scenarios.Model;
using Evolve.Testing;
using Xunit;

namespace Evolve.Tests.Story;

/// <summary>
/// OCaml on a slide is in the file that its first line names: the same words in the same order, where a line with
/// <c>…</c> alone stands for what is left out, and long lines may be broken.
/// </summary>
public partial class OcamlSpecs
{
    private const string Talk = "scenarios/in-depth.md";

    [Fact]
    public void Ocaml_on_a_slide_is_what_is_in_the_file()
    {
        var blocks = ShippedScenarios.SlidesOf(Talk).SelectMany(slide => slide.Blocks).OfType<CodeBlock>().Where(block => block.Language == "ocaml").ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, AssertIsInItsFile);
    }

    [Fact]
    public void The_line_that_is_changed_on_stage_is_in_the_program_once()
    {
        var page = File.ReadAllText(Repository.PathOf("assets", "php", "mirage", "page.ml"));
        Assert.Single(Greeting().Matches(page));
    }

    [Fact]
    public void The_web_tier_lists_its_files_as_the_exercise_says()
    {
        var rule = File.ReadAllText(Repository.PathOf("assets", "web", "mirage", "dune"));
        Assert.Single(StyleSheet().Matches(rule));
    }

    private static void AssertIsInItsFile(CodeBlock block)
    {
        var name = FileName().Match(block.Text);
        Assert.True(name.Success, $"The first line names no file: {block.Text}");
        var source = Words(File.ReadAllText(Repository.PathOf(name.Groups[1].Value)));
        var from = 0;
        foreach (var piece in block.Text[name.Length..].Split("\n…\n").Select(Words))
        {
            var at = source.IndexOf(piece, from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{name.Groups[1].Value} has no, or not there: {piece}");
            from = at + piece.Length;
        }
    }

    private static string Words(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    [GeneratedRegex(@"\A\(\* (assets/\S+) \*\)\n")]
    private static partial Regex FileName();

    // The pattern of the step's sed.
    [GeneratedRegex("Say hello[.]")]
    private static partial Regex Greeting();

    // The pattern of the solution's sed.
    [GeneratedRegex(@"^ *\.\./\.\./site/public=style\.css$", RegexOptions.Multiline)]
    private static partial Regex StyleSheet();
}
