using System.Net;
using System.Security.Cryptography;
using System.Text;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The guestbook as a visitor without JavaScript meets it, whatever serves it.</summary>
/// <param name="lamp">The deployment.</param>
/// <param name="flavour">What web and php are.</param>
public abstract class GuestbookRules(LampFixture lamp, string flavour) : IDisposable
{
    private readonly Visitor _visitor = new(lamp.Site);

    [Fact]
    public async Task A_form_becomes_an_entry_and_the_browser_is_sent_on()
    {
        var answer = await _visitor.SignAsync("Ada", "first words");
        Assert.Equal(HttpStatusCode.SeeOther, answer.Status);
        Assert.Matches("^/#entry-[0-9]+$", answer.Headers["Location"]);
        Assert.Contains("first words", (await _visitor.GetAsync()).Body);
    }

    [Fact]
    public async Task A_form_that_is_sent_twice_makes_one_entry()
    {
        var words = $"sent eight times {Guid.NewGuid()}";
        var form = await _visitor.FetchFormAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _visitor.SendAsync(form, "Twice", words)));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.SeeOther, answer.Status));
        Assert.Single(answers.Select(answer => answer.Headers["Location"]).Distinct());
        Assert.Equal("1", await LampFixture.SqlAsync($"SELECT COUNT(*) FROM entry WHERE message = '{words}'"));
    }

    [Fact]
    public async Task A_form_that_is_sent_again_with_other_words_keeps_both_and_loses_none()
    {
        var author = Guid.NewGuid().ToString();
        var form = await _visitor.FetchFormAsync();
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SendAsync(form, author, "as it was sent first")).Status);
        var answer = await _visitor.SendAsync(form, author, "as it was changed after");
        Assert.Equal(HttpStatusCode.Conflict, answer.Status);
        Assert.Contains("as it was changed after</textarea>", answer.Body);
        var again = Visitor.FormOn(answer.Body);
        Assert.NotEqual(form.Key, again.Key);
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SendAsync(again, author, "as it was changed after")).Status);
        Assert.Equal("2", await LampFixture.SqlAsync($"SELECT COUNT(*) FROM entry WHERE author = '{author}' AND message LIKE 'as it was %'"));
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\"><img src=x onerror=alert(1)>")]
    [InlineData("' onmouseover='alert(1)")]
    [InlineData("</textarea><script>alert(1)</script>")]
    [InlineData("'); DROP TABLE entry; --")]
    [InlineData("&lt;already&gt; %3Cscript%3E")]
    public async Task What_is_written_is_shown_as_text(string text)
    {
        await _visitor.SignAsync(text, text);
        var page = (await _visitor.GetAsync()).Body;
        Assert.Contains($"<p dir=\"auto\">{HtmlAsTheSiteWritesIt(text)}</p>", page);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("<img", page);
        Assert.Equal(text, await LampFixture.SqlAsync("SELECT message FROM entry ORDER BY id DESC LIMIT 1"));
    }

    [Theory]
    [InlineData("👩‍👩‍👧 Família", "🦊🏳️‍🌈🇩🇪 äöüß 日本語 мир")]
    [InlineData("ليلى", "مرحبا بالعالم")]
    [InlineData("𝔘𝔫𝔦𝔠𝔬𝔡𝔢", "e\u0301 and é")]
    public async Task Every_script_and_emoji_comes_back_as_it_was(string author, string message)
    {
        await _visitor.SignAsync(author, message);
        var page = (await _visitor.GetAsync()).Body;
        Assert.Contains(author, page);
        Assert.Contains(message, page);
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(12, "0123456789abcdef")]
    public async Task A_form_that_did_not_come_from_here_is_refused_and_its_words_are_kept(int ends, string signature)
    {
        var form = await _visitor.FetchFormAsync();
        var answer = await _visitor.SendAsync(form with { Token = signature == "" ? "" : $"{ends}.{signature}" }, "Mallory", "forged words");
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("role=\"alert\"", answer.Body);
        Assert.Contains("forged words", answer.Body);
        Assert.Equal("0", await LampFixture.SqlAsync("SELECT COUNT(*) FROM entry WHERE message = 'forged words'"));
    }

    [Fact]
    public async Task Another_visitors_form_is_refused()
    {
        using var other = new Visitor(lamp.Site);
        var form = await other.FetchFormAsync();
        await _visitor.FetchFormAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await _visitor.SendAsync(form, "Mallory", "with a borrowed form")).Status);
    }

    [Fact]
    public async Task A_form_that_was_open_too_long_is_offered_again_with_the_same_key()
    {
        var form = await _visitor.FetchFormAsync();
        var answer = await _visitor.SendAsync(form with { Token = Sign(form.Key, DateTimeOffset.UtcNow.AddMinutes(-1)) }, "Late", "after lunch");
        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Contains("open for a long time", answer.Body);
        Assert.Contains(form.Key, answer.Body);

        // The same signature with a time to come is good: so it was the time that was refused, not the signature.
        var fresh = await _visitor.SendAsync(form with { Token = Sign(form.Key, DateTimeOffset.UtcNow.AddMinutes(1)) }, "Late", "after lunch");
        Assert.Equal(HttpStatusCode.SeeOther, fresh.Status);
    }

    [Theory]
    [InlineData(0, 5, "Please tell your name.")]
    [InlineData(5, 0, "Please write something.")]
    [InlineData(61, 5, "too long: 61")]
    [InlineData(5, 1001, "too long: 1001")]
    public async Task Limits_are_told_beside_the_field(int author, int message, string sentence)
    {
        var answer = await _visitor.SignAsync(new string('a', author), new string('b', message));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains(sentence, answer.Body);
        Assert.Contains("aria-invalid=\"true\" aria-describedby=", answer.Body);
    }

    [Fact]
    public async Task The_limits_count_characters_not_bytes() =>
        Assert.Equal(HttpStatusCode.SeeOther, (await _visitor.SignAsync(Foxes(60), Foxes(1000))).Status);

    [Fact]
    public async Task More_than_a_page_of_entries_is_turned_over_and_none_is_lost()
    {
        var mark = Guid.NewGuid().ToString("N");
        for (var i = 0; i < 25; i++)
        {
            await _visitor.SignAsync("Many", $"{mark} {i}");
        }

        var seen = new List<string>();
        for (var path = ""; path != null && seen.Count < 25;)
        {
            var page = (await _visitor.GetAsync(path)).Body;
            seen.AddRange(System.Text.RegularExpressions.Regex.Matches(page, $"{mark} [0-9]+").Select(match => match.Value));
            path = System.Text.RegularExpressions.Regex.Match(page, "\\?before=[0-9]+").Value is { Length: > 0 } next ? next : null;
        }

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"{mark} {i}"), seen);
    }

    [Fact]
    public async Task The_footer_says_which_flavour_serves_each_tier()
    {
        var page = (await _visitor.GetAsync()).Body;
        foreach (var (tier, serving) in new[] { ("web", flavour), ("php", flavour), ("db", "container") })
        {
            Assert.Contains($"<dt>{tier}</dt><dd>{serving}</dd>", page);
        }
    }

    [Fact]
    public async Task Pages_and_files_allow_no_script_no_frame_and_no_guessing_and_say_it_once()
    {
        foreach (var path in new[] { "", "style.css", "api/status.json", "no-such-page" })
        {
            var headers = (await _visitor.GetAsync(path)).Headers;
            Assert.StartsWith("default-src 'none'", headers["Content-Security-Policy"]);
            Assert.DoesNotContain("script", headers["Content-Security-Policy"]);
            Assert.Contains("frame-ancestors 'none'", headers["Content-Security-Policy"]);
            Assert.Equal("nosniff", headers["X-Content-Type-Options"]);
            Assert.False(headers.ContainsKey("X-Powered-By"));
            Assert.DoesNotContain(headers.Values, value => value.Contains(" | ", StringComparison.Ordinal));
        }
    }

    public void Dispose()
    {
        _visitor.Dispose();
        GC.SuppressFinalize(this);
    }

    private string Sign(string formKey, DateTimeOffset ends)
    {
        var time = ends.ToUnixTimeSeconds();
        var signed = HMACSHA256.HashData(Encoding.UTF8.GetBytes(lamp.FormKey), Encoding.UTF8.GetBytes($"entry|{_visitor.Cookie}|{formKey}|{time}"));
        return $"{time}.{Convert.ToHexStringLower(signed)}";
    }

    private static string Foxes(int count) => string.Concat(Enumerable.Repeat("🦊", count));

    private static string HtmlAsTheSiteWritesIt(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&apos;", StringComparison.Ordinal);
}
