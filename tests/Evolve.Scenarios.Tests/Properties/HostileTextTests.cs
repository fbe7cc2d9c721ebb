using System.Runtime.CompilerServices;
using CsCheck;
using Evolve.Scenarios.Files;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Properties;

/// <summary>Whatever a file holds, reading it ends in a scenario or in sentences at places inside the file.</summary>
public sealed class HostileTextTests
{
    private static readonly string[] Fragments =
    [
        "---\n", "***\n", "\n", "\n\n", "# T\n", "## U\n", "- ", "1. ", "> ", "    ", "\t", "```sh {.run}\n", "```\n", "~~~\n", "```sh {#a .check of=a}\n",
        "{", "}", "{.run", "#a", "pane=", "\"", "\\", "`", "<!-- pause -->\n", "<!-- note: x -->\n", "<!-- include: talk.md -->\n", "<!--", "-->",
        "<!-- layout: x -->", "[^a]", "[^a]: x\n", "[^a]:\n", "[a]: b\n", "![", "](x)", "[", "]", "|", "|---|\n", "a | b\n", "*", "_", "~~", "<b>", "&#27;", "&amp;",
        "title: T\n", "title:", "---\ntitle: T\n---\n", "[ ] ", "[x] ", "text ", "é👩‍💻", "\r", "\r\n", "\u2028", "\uFEFF", "===\n", "https://a.b ", "<a@b.c>", "\u001b[0m", "\\\n", "  \n",
    ];

    private static readonly Gen<string> AnyMarkup = OneOf(Fragments).Array[0, 60].Select(string.Concat);

    [Fact]
    public void Any_mixture_of_markup_is_read_without_an_exception() => AnyMarkup.Sample(Check, iter: 3_000);

    [Fact]
    public void Any_text_is_read_without_an_exception() => Gen.String.Sample(Check, iter: 2_000);

    [Fact]
    public void Any_front_matter_is_read_without_an_exception() =>
        OneOf("title", "secret", ": ", ":", "[", "]", "{", "}", "- ", "\n", "  ", "\t", "'", "\"", "|\n", ">\n", "&a ", "*a", "!!x ", "? ", "#", "%", "@", ",", "a", "requires", "\\", "é")
            .Array[0, 40]
            .Select(parts => $"---\n{string.Concat(parts)}\n---\n# A\n")
            .Sample(Check, iter: 3_000);

    [Fact]
    public void Any_bytes_are_read_without_an_exception() =>
        Gen.Byte.Array[0, 200].Sample(bytes => CheckFiles(new MemoryFiles().Add("talk.md", bytes)), iter: 2_000);

    /// <summary>Every good scenario of the specs, broken in a thousand ways: parts taken, doubled, swapped, cut off, bytes changed.</summary>
    [Fact]
    public void A_good_scenario_that_was_damaged_is_read_without_an_exception()
    {
        var scenarios = Specs().Select(File.ReadAllBytes).ToArray();
        var mutation = Gen.Select(Gen.Int[0, scenarios.Length - 1], Gen.Int[0, 4], Gen.Double[0, 1], Gen.Double[0, 1], Gen.Byte);
        mutation.Array[1, 4].Sample(
            steps =>
            {
                var bytes = scenarios[steps[0].Item1];
                foreach (var (_, kind, from, to, value) in steps)
                {
                    bytes = Mutate(bytes, kind, from, to, value);
                }

                CheckFiles(new MemoryFiles().Add("talk.md", bytes).Add("chapters/one.md", "# One\n"));
            },
            iter: 2_000);
    }

    /// <summary>What an editor does by mistake: whole lines go, come twice, or change places.</summary>
    [Fact]
    public void A_good_scenario_with_lines_out_of_place_is_read_without_an_exception()
    {
        foreach (var path in Specs())
        {
            var lines = File.ReadAllLines(path);
            for (var i = 0; i < lines.Length; i++)
            {
                Check(string.Join('\n', lines.Where((_, index) => index != i)));
                Check(string.Join('\n', lines.Take(i).Append(lines[i]).Concat(lines.Skip(i))));
                Check(string.Join('\n', lines.Take(i)));
                Check(string.Join('\n', lines.Skip(i)));
            }
        }
    }

    private static Gen<string> OneOf(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(index => texts[index]);

    private static byte[] Mutate(byte[] bytes, int kind, double from, double to, byte value)
    {
        var (start, end) = ((int)(from * bytes.Length), (int)(to * bytes.Length));
        (start, end) = (Math.Min(start, end), Math.Min(Math.Max(start, end), Math.Min(start, end) + 80));
        var part = bytes[start..end];
        return kind switch
        {
            0 => [.. bytes[..start], .. bytes[end..]],
            1 => [.. bytes[..end], .. part, .. bytes[end..]],
            2 => bytes[..end],
            3 => [.. bytes[..start], .. part.Reverse(), .. bytes[end..]],
            _ => bytes.Length == 0 ? bytes : [.. bytes[..start], value, .. bytes[Math.Min(start + 1, bytes.Length)..]],
        };
    }

    private static void Check(string text) => CheckFiles(MemoryFiles.With("talk.md", text));

    private static void CheckFiles(MemoryFiles files)
    {
        var result = TalkReader.Read(files);

        Assert.Equal(result.Errors.IsEmpty, result.Scenario is not null);
        if (result.Scenario is { } scenario)
        {
            Assert.NotEmpty(scenario.Slides);
            Assert.NotEmpty(ModelDump.Of(scenario));
            return;
        }

        foreach (var error in result.Errors)
        {
            AssertInside(files, error.Location.File, error.Location.Line, error.Location.Column);
            Assert.Matches(@"^[^\p{Cc}]{10,}$", error.Sentence);
        }

        Assert.Equal(result.Errors.Distinct(), result.Errors);
    }

    private static void AssertInside(MemoryFiles files, string path, int line, int column)
    {
        var source = new SourceLoader(files, new Problems()).Load(path, path);
        if (source is null)
        {
            // Not a text: only its beginning, or the end of its readable part, can be named.
            Assert.True(line >= 1 && column >= 1);
            return;
        }

        Assert.InRange(line, 1, source.LineCount);
        Assert.InRange(column, 1, source.Line(line - 1).ToString().EnumerateRunes().Count() + 1);
    }

    private static string[] Specs([CallerFilePath] string file = "") =>
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(file)!, "../Specs"), "*.md");
}
