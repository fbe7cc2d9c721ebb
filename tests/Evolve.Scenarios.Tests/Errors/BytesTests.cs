using Evolve.Scenarios.Files;
using Evolve.Scenarios.Model;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Tests.Support;

namespace Evolve.Scenarios.Tests.Errors;

/// <summary>What only bytes can say: encodings, line ends, sizes.</summary>
public sealed class BytesTests
{
    [Fact]
    public void A_missing_file_is_told() =>
        Assert.Equal("1:1: There is no such file; check the path.", TalkReader.OnlyError(TalkReader.Read(new MemoryFiles())));

    [Fact]
    public void A_file_of_no_bytes_is_told() =>
        Assert.Equal("1:1: The file is empty; begin with a heading such as `# My talk`.", TalkReader.OnlyError(""));

    [Fact]
    public void A_binary_file_is_told() =>
        Assert.Equal("1:1: The file is binary; a scenario is a text file in Markdown.", OnlyError([0x7F, (byte)'E', (byte)'L', (byte)'F', 0, 1]));

    [Fact]
    public void UTF_16_is_told() =>
        Assert.Equal("1:1: The file is UTF-16; save it as UTF-8.", OnlyError([0xFF, 0xFE, (byte)'#', 0]));

    [Fact]
    public void Latin_1_is_told_at_its_first_letter() =>
        Assert.Equal("2:3: The file is not UTF-8 from here on; save it as UTF-8.", OnlyError([.. "# A\r\nEt\u00E9".Select(c => (byte)c)], "2:3"));

    [Fact]
    public void An_escape_sequence_is_told_once_a_file() => Assert.Equal(
        "3:1: This is the control character U+001B, which has no place in a text; remove it and 1 more in this file.",
        TalkReader.OnlyError("# A\n\n\u001b[31mred\u001b[0m"));

    [Fact]
    public void A_file_of_two_megabytes_is_told() =>
        Assert.Equal("1:1: The file is larger than 1 MB, and that is the most.", TalkReader.OnlyError("# A\n" + new string('\n', 2_000_000)));

    [Fact]
    public void Files_that_are_too_large_together_are_told()
    {
        var half = "# A\n" + new string('\n', 600_000);
        var result = TalkReader.Read(MemoryFiles.With("talk.md", half + "<!-- include: b.md -->\n").Add("b.md", half));

        Assert.Equal("1:1: With this file the scenario is larger than 1 MB, and that is the most.", TalkReader.OnlyError(result));
        Assert.Equal("b.md", result.Errors[0].Location.File);
    }

    /// <summary>Each of these took minutes to parse before there were limits.</summary>
    [Theory]
    [InlineData("[")]
    [InlineData("![")]
    [InlineData("*a ")]
    [InlineData("_a*")]
    [InlineData("~~a")]
    [InlineData("[a](")]
    [InlineData("1. ")]
    [InlineData("> ")]
    [InlineData("|a")]
    public void A_text_made_to_keep_a_reader_busy_is_told(string unit)
    {
        var line = string.Concat(Enumerable.Repeat(unit, 9_900 / unit.Length));

        Assert.NotEmpty(TalkReader.Read(string.Concat(Enumerable.Repeat(line + "\n\n", 90))).Errors);
    }

    [Fact]
    public void An_enormous_line_is_told() =>
        Assert.Equal("3:1: This line has 10001 characters, and 10000 are the most; break it up.", TalkReader.OnlyError("# A\n\n" + new string('a', 10_001)));

    [Fact]
    public void A_byte_order_mark_is_ignored() =>
        Assert.Equal("A", TalkReader.Good(TalkReader.Read(new MemoryFiles().Add("talk.md", [0xEF, 0xBB, 0xBF, .. "# A\n"u8]))).FrontMatter.Title);

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_of_other_systems_mean_the_same(string lineEnd)
    {
        const string Text = "---\ntitle: T\n---\n\n# A\n\n```sh {.run}\necho 1\necho 2\n```\n\n---\n\n# B\n";

        var scenario = TalkReader.ReadGood(Text.Replace("\n", lineEnd, StringComparison.Ordinal));

        Assert.Equal(ModelDump.Of(TalkReader.ReadGood(Text)), ModelDump.Of(scenario));
    }

    [Fact]
    public void Columns_count_characters_as_an_editor_does() =>
        Assert.Equal("3:6: HTML is not shown on a slide; use Markdown, or write `&lt;` to show a `<`.", TalkReader.OnlyError("# A\n\n👩é漢\t <b>"));

    [Fact]
    public void A_link_that_leads_out_of_the_folder_is_not_followed()
    {
        var files = MemoryFiles.With("talk.md", "# A\n\n<!-- include: b.md -->\n").Add("/etc/secret.md", "# Secret").Link("b.md", "/etc/secret.md");

        Assert.Equal(
            "3:1: `b.md` is outside the folder of the scenario; only files in that folder can be included.",
            TalkReader.OnlyError(TalkReader.Read(files)));
    }

    [Fact]
    public void A_scenario_that_is_itself_a_link_includes_what_is_beside_its_target()
    {
        var files = MemoryFiles.With("real/talk.md", "# A\n\n<!-- include: b.md -->\n").Add("real/b.md", "# B\n").Link("talk.md", "real/talk.md");

        var scenario = TalkReader.Good(TalkReader.Read(files));

        Assert.Equal(["/talks/real/talk.md", "/talks/real/b.md"], scenario.Files.ToArray());
        Assert.Equal("/talks/real/b.md", scenario.Slides[1].Location.File);
    }

    [Fact]
    public void Includes_that_double_at_every_level_end()
    {
        var files = MemoryFiles.With("talk.md", "# A\n\n<!-- include: 0.md -->\n");
        for (var i = 0; i < 12; i++)
        {
            files.Add($"{i}.md", $"# {i}\n\n<!-- include: {i + 1}.md -->\n<!-- include: {i + 1}.md -->\n");
        }

        files.Add("12.md", "# End\n");

        Assert.EndsWith("The scenario includes more than 500 files; make it smaller.", TalkReader.OnlyError(TalkReader.Read(files)), StringComparison.Ordinal);
    }

    [Fact]
    public void Includes_that_nest_for_ever_end()
    {
        var files = MemoryFiles.With("talk.md", "# A\n\n<!-- include: 0.md -->\n");
        for (var i = 0; i < 40; i++)
        {
            files.Add($"{i}.md", $"# {i}\n\n<!-- include: {i + 1}.md -->\n");
        }

        Assert.Equal("3:1: Includes nest deeper than 16 files here; include from the root file instead.", TalkReader.OnlyError(TalkReader.Read(files)));
    }

    [Fact]
    public void A_list_that_goes_deeper_line_by_line_is_told()
    {
        var lines = Enumerable.Range(0, 200).Select(depth => new string(' ', 2 * depth) + "- a");

        Assert.Equal("3:1: The Markdown around here is nested too deeply; write it flatter.", TalkReader.OnlyError("# A\n\n" + string.Join('\n', lines)));
    }

    [Fact]
    public void Broken_files_are_watched_too()
    {
        var result = TalkReader.Read(MemoryFiles.With("talk.md", "# A\n\n<!-- include: missing.md -->\n"));

        Assert.Null(result.Scenario);
        Assert.Equal(["/talks/talk.md", "/talks/missing.md"], result.Files.ToArray());
    }

    [Fact]
    public void A_folder_and_an_unreadable_path_are_told()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var reader = new ScenarioReader(new DiskFileReader());

        Assert.Equal("The file cannot be read: it is a folder.", Assert.Single(reader.Read(folder).Errors).Sentence);
        Assert.Equal("There is no such file; check the path.", Assert.Single(reader.Read(folder + "/none/talk.md").Errors).Sentence);
        Assert.Equal(new SourceLocation("", 1, 1), Assert.Single(reader.Read("").Errors).Location);
        Directory.Delete(folder);
    }

    [Fact]
    public void Links_in_a_circle_are_told()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        File.CreateSymbolicLink(folder + "/a.md", folder + "/b.md");
        File.CreateSymbolicLink(folder + "/b.md", folder + "/a.md");

        var result = new ScenarioReader(new DiskFileReader()).Read(folder + "/a.md");

        Assert.Equal("The file cannot be read: its symbolic links lead in a circle.", Assert.Single(result.Errors).Sentence);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Real_links_on_disk_are_resolved_before_a_folder_is_trusted()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        Directory.CreateDirectory(folder + "/talk");
        Directory.CreateDirectory(folder + "/other");
        File.WriteAllText(folder + "/other/b.md", "# B\n");
        File.WriteAllText(folder + "/talk/talk.md", "# A\n\n<!-- include: link/b.md -->\n");
        Directory.CreateSymbolicLink(folder + "/talk/link", "../other");

        var result = new ScenarioReader(new DiskFileReader()).Read(folder + "/talk/talk.md");

        Assert.EndsWith("is outside the folder of the scenario; only files in that folder can be included.", Assert.Single(result.Errors).Sentence, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    private static string OnlyError(byte[] bytes, string? place = null)
    {
        var text = TalkReader.OnlyError(TalkReader.Read(new MemoryFiles().Add("talk.md", bytes)));
        Assert.StartsWith(place ?? "1:1", text, StringComparison.Ordinal);
        return text;
    }
}
