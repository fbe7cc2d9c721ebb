using System.Text.Json;
using Evolve.Scenarios.Checking;
using Evolve.Scenarios.Reading;
using Evolve.Scenarios.Tests.Support;
using Evolve.Testing;

namespace Evolve.Scenarios.Tests.Checking;

public sealed class CheckReportTests
{
    private readonly CheckReport _report = new ScenarioChecker(new ScenarioReader(new MemoryFiles()
        .Add("good.md", "---\ntitle: \"Good \\\"one\\\" & <é>\"\n---\n\n# A\n\n```sh {.run}\ntrue\n```\n")
        .Add("bad.md", "---\ntitle: Bad\n---\n\n# A\n\n<!-- include: parts/b.md -->\n\n```sh {.rum pane=X}\ntrue\n```\n")
        .Add("parts/b.md", "# B\n\n<b>bold</b>\n"))).Check(["good.md", "bad.md", "missing.md"]);

    [Fact]
    public async Task As_text_it_is_a_line_an_error() => await Verifier.Verify(_report.ToText());

    [Fact]
    public async Task As_json_it_says_the_same() => await Verifier.Verify(_report.ToJson());

    [Fact]
    public void It_is_good_when_all_files_are()
    {
        Assert.False(_report.IsGood);
        Assert.True(new ScenarioChecker(new ScenarioReader(MemoryFiles.With("a.md", "# A"))).Check(["a.md"]).IsGood);
    }

    [Fact]
    public void The_json_can_be_parsed_whatever_is_in_a_file()
    {
        var report = new ScenarioChecker(new ScenarioReader(MemoryFiles.With("a.md", "# A\n\n```sh {.run pane=\"\\\\ \u2028\u001b\"}\n"))).Check(["a.md"]);

        using var json = JsonDocument.Parse(report.ToJson());

        Assert.Equal(report.Scenarios[0].Result.Errors.Length, json.RootElement.GetProperty("files")[0].GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public void Nothing_in_the_text_can_command_a_terminal()
    {
        var report = new ScenarioChecker(new ScenarioReader(new MemoryFiles())).Check(["\u001b[2Jtalk.md"]);

        Assert.DoesNotContain('\u001b', report.ToText());
    }
}
