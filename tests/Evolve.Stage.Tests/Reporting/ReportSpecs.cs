using System.Xml.Linq;
using Evolve.Lamp.Scoreboard;
using Evolve.Stage.Reporting;
using Evolve.Stage.Tests.Support;
using Evolve.Testing;

namespace Evolve.Stage.Tests.Reporting;

public sealed class ReportSpecs : IDisposable
{
    private const string Text = """
        ---
        title: "A <b>talk</b> & more"
        secret: ['token-\w+']
        ---

        # Begin

        ```sh {#build .run}
        echo "<script>alert(1)</script>" && echo token-abc
        ```

        ```sh {#start .run}
        true
        ```

        ---

        # Try it

        ```sh {#task .exercise}
        # Find it
        ```

        ```sh {.check of=task}
        true
        ```

        ```sh {.solve of=task}
        true
        ```

        ```sh {#later .run}
        true
        ```
        """;

    private readonly TalkFile _talk = new(Text);

    public void Dispose() => _talk.Dispose();

    [Fact]
    public async Task A_page_shows_what_was_done_when_and_how_it_went()
    {
        var page = Page(
            Opened(),
            Line("09:01:00", "step-started", "\"step\":\"build\",\"attempt\":1"),
            Line("09:01:04", "step-ended", "\"step\":\"build\",\"status\":\"done\",\"elapsed-ms\":4200,\"screen\":\"\\u001b[0;1m$ make\\u001b[m\\n\\u001b[0;38;5;2mok\\u001b[m\""),
            Line("09:01:04", "measured", "\"step\":\"build\",\"name\":\"web/container/build\",\"elapsed-ms\":4200"),
            Line("09:02:00", "step-started", "\"step\":\"start\",\"attempt\":1"),
            Line("09:02:01", "step-ended", "\"step\":\"start\",\"status\":\"failed\",\"elapsed-ms\":900,\"reason\":\"It ended with status 1.\""),
            Line("09:02:02", "deployment", "\"containers\":[{\"name\":\"edge\",\"tier\":\"edge\",\"flavour\":\"container\",\"state\":\"running\",\"serves\":false},{\"name\":\"web-container-1\",\"tier\":\"web\",\"flavour\":\"container\",\"state\":\"running\",\"serves\":true},{\"name\":\"web-mirage-2\",\"tier\":\"web\",\"flavour\":\"mirage\",\"state\":\"exited\",\"serves\":false}]"),
            Line("09:03:00", "hint-shown", "\"step\":\"task\",\"number\":1"),
            Line("09:03:30", "step-started", "\"step\":\"task\",\"attempt\":1,\"solved\":true"),
            Line("09:03:40", "step-ended", "\"step\":\"task\",\"status\":\"done\",\"elapsed-ms\":9000"),
            Line("09:04:00", "quiz-answered", "\"quiz\":\"why\",\"verdict\":\"wrong\""),
            Line("09:04:10", "quiz-answered", "\"quiz\":\"why\",\"verdict\":\"right\""));
        await Verifier.Verify(Parse(page).Root!.Element("body")!.ToString());
    }

    [Fact]
    public void It_is_one_whole_file_that_fetches_nothing()
    {
        var page = Parse(Page(Opened()));
        var references = page.Descendants().SelectMany(element => element.Attributes())
            .Where(attribute => attribute.Name.LocalName is "src" or "href" or "data" or "action" or "srcset");
        Assert.Empty(references);
        Assert.DoesNotContain("url(", page.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("@import", page.ToString(), StringComparison.Ordinal);
        var policy = page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") == "Content-Security-Policy");
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'", (string?)policy.Attribute("content"));
    }

    [Fact]
    public void What_others_wrote_is_only_ever_text()
    {
        var page = Parse(Page(
            Opened(),
            Line("09:01:00", "step-started", "\"step\":\"build\""),
            Line("09:01:01", "step-ended", "\"step\":\"build\",\"status\":\"failed\",\"reason\":\"<img src=x onerror=alert(2)>\\u0000\",\"screen\":\"<svg onload=alert(3)>\\u001b]0;owned\\u0007\\u001b[2Jend\\u0001\""),
            Line("09:01:01", "step-ended", "\"step\":\"start\",\"status\":\"failed\",\"reason\":\"half \\ud800\""),
            Line("09:01:02", "deployment", "\"containers\":[{\"name\":\"\\\"><script>\",\"tier\":\"web\",\"flavour\":\"</text><script>\",\"state\":\"<i>\",\"serves\":true}]"),
            Line("09:01:03", "measured", "\"step\":\"build\",\"name\":\"web/<b>x</b>/<u>\",\"elapsed-ms\":1")));
        Assert.Equal("A <b>talk</b> & more", page.Descendants("title").First().Value);
        Assert.Empty(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));
        Assert.DoesNotContain(page.Descendants().SelectMany(element => element.Attributes()), attribute => attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal));
        Assert.DoesNotContain(page.ToString(), character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'));
    }

    [Fact]
    public void Secrets_are_shown_nowhere()
    {
        var page = Page(
            Opened(),
            Line("09:01:00", "step-started", "\"step\":\"build\""),
            Line("09:01:01", "step-ended", "\"step\":\"build\",\"status\":\"failed\",\"reason\":\"Its last words: token-abc.\",\"screen\":\"to\\u001b[0;1mken-a\\u001b[mbc\""),
            Line("09:02:00", "step-started", "\"step\":\"start\""),
            Line("09:02:01", "step-ended", "\"step\":\"start\",\"status\":\"done\",\"screen\":\"tok\\nen-abc\""));
        Assert.DoesNotContain("ken-a", page, StringComparison.Ordinal);
        Assert.DoesNotContain("en-abc", page, StringComparison.Ordinal);
        Assert.Contains("Its last words: •••••.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_this_scenario_on_the_day_it_was_played_last_counts()
    {
        var log = Log(
            "{\"at\":\"2026-05-01T09:00:00Z\",\"event\":\"scenario-opened\",\"path\":\"" + _talk.Scenario.Path + "\"}",
            "{\"at\":\"2026-05-01T09:01:00Z\",\"event\":\"step-skipped\",\"step\":\"build\"}",
            "{\"at\":\"2026-05-01T09:02:00Z\",\"event\":\"scenario-closed\"}",
            "{\"at\":\"2026-05-03T09:00:00Z\",\"event\":\"scenario-opened\",\"path\":\"" + _talk.Scenario.Path + "\"}",
            "{\"at\":\"2026-05-03T09:01:00Z\",\"event\":\"step-skipped\",\"step\":\"start\"}",
            "{\"at\":\"2026-05-03T09:02:00Z\",\"event\":\"scenario-opened\",\"path\":\"/other.md\"}",
            "{\"at\":\"2026-05-03T09:03:00Z\",\"event\":\"step-skipped\",\"step\":\"later\"}",
            "not JSON", "[1]", "{\"at\":1,\"event\":2}", "{\"at\":\"2026-05-03T09:0");
        Assert.Equal("/other.md", RunHistory.Read(log, null)!.Path);
        Assert.Null(RunHistory.Read(log, "/never.md"));
        var history = RunHistory.Read(log, _talk.Scenario.Path)!;
        var report = new RunReportBuilder(_talk.Scenario, history, []).Build();
        Assert.Equal(
            [ReportedOutcome.NotRun, ReportedOutcome.Skipped, ReportedOutcome.NotRun, ReportedOutcome.NotRun], report.Steps.Select(step => step.Outcome));
    }

    [Fact]
    public void A_step_that_was_taken_back_was_not_done()
    {
        var report = Report(
            Opened(),
            Line("09:01:00", "step-started", "\"step\":\"build\""),
            Line("09:01:01", "step-ended", "\"step\":\"build\",\"status\":\"done\""),
            Line("09:01:02", "step-undoing", "\"step\":\"build\""));
        Assert.Equal(ReportedOutcome.NotRun, report.Steps.First().Outcome);
    }

    [Fact]
    public void A_figure_of_this_run_counts_for_more_than_one_that_was_kept()
    {
        var at = new DateTimeOffset(2026, 5, 1, 8, 0, 0, TimeSpan.Zero);
        var history = RunHistory.Read(
            Log(Opened(), Line("09:01:00", "measured", "\"step\":\"build\",\"name\":\"web/mirage/start\",\"elapsed-ms\":450")), null)!;
        var figures = new RunReportBuilder(_talk.Scenario, history, [
            new Score("web", "mirage", ScoreMeasure.Start, 9, at),
            new Score("web", "container", ScoreMeasure.Start, 0.3, at),
            new Score("web", "container", ScoreMeasure.Memory, 83e6, at.AddHours(2)),
        ]).Build().Figures;
        Assert.Equal(
            ["web container 0.30 s earlier", "web mirage 0.45 s", "web container 83 MB"],
            figures.Select(figure => $"{figure.Label} {figure.Text}{(figure.IsEarlier ? " earlier" : "")}"));
    }

    [Fact]
    public void A_player_that_somebody_has_is_put_into_the_page_with_the_casts()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_talk.Folder, "dist", "bundle")).FullName;
        File.WriteAllText(Path.Combine(folder, "asciinema-player.min.js"), "let x = 1 < 2 && 3;");
        File.WriteAllText(Path.Combine(folder, "asciinema-player.css"), "a > b { color: red }");
        var history = RunHistory.Read(Log(Opened(), Line("09:01:00", "step-started", "\"step\":\"build\"")), null)!;
        var report = new RunReportBuilder(_talk.Scenario, history, []) { FindRecording = id => id == "build" ? "{\"version\":3}é" : null }.Build();
        var page = Parse(new ReportPage(TimeZoneInfo.Utc, CastPlayer.Read(_talk.Folder)).Of(report));
        Assert.All(page.Descendants("script"), script => Assert.StartsWith("data:text/javascript;base64,", (string?)script.Attribute("src"), StringComparison.Ordinal));
        var policy = (string)page.Descendants("meta").Single(meta => (string?)meta.Attribute("http-equiv") is not null).Attribute("content")!;
        Assert.All(page.Descendants("script"), script => Assert.Contains($"script-src 'nonce-{script.Attribute("nonce")!.Value}' ", policy, StringComparison.Ordinal));
        var cast = Convert.FromBase64String((string)page.Descendants("div").Single(div => div.Attribute("data-cast") is not null).Attribute("data-cast")!);
        Assert.Equal("{\"version\":3}é", System.Text.Encoding.UTF8.GetString(cast));
        Assert.Throws<FileNotFoundException>(() => CastPlayer.Read(Path.Combine(_talk.Folder, "nowhere")));
    }

    private static string Line(string time, string name, string fields) =>
        $"{{\"at\":\"2026-05-01T{time}Z\",\"event\":\"{name}\",{fields}}}";

    private string Opened() => Line("09:00:00", "scenario-opened", $"\"path\":\"{_talk.Scenario.Path}\"");

    private string Log(params string[] lines)
    {
        var path = Path.Combine(_talk.Folder, "run.jsonl");
        File.WriteAllLines(path, lines);
        return path;
    }

    private RunReport Report(params string[] lines) =>
        new RunReportBuilder(_talk.Scenario, RunHistory.Read(Log(lines), null)!, []).Build();

    private string Page(params string[] lines) => new ReportPage(TimeZoneInfo.Utc).Of(Report(lines));

    private static XDocument Parse(string page)
    {
        const string type = "<!DOCTYPE html>\n";
        Assert.StartsWith(type, page, StringComparison.Ordinal);
        return XDocument.Parse(page[type.Length..], LoadOptions.PreserveWhitespace);
    }
}
