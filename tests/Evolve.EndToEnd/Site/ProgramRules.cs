using System.Net;
using System.Text.Json;
using Xunit;

namespace Evolve.EndToEnd.Site;

/// <summary>The addresses for programs, whatever serves them.</summary>
/// <param name="lamp">The deployment.</param>
/// <param name="flavour">What web and php are.</param>
public abstract class ProgramRules(LampFixture lamp, string flavour) : IDisposable
{
    private readonly Visitor _program = new(lamp.Site);
    private readonly string _client = Guid.NewGuid().ToString();

    [Fact]
    public async Task The_status_names_the_flavour_of_every_tier()
    {
        var answer = await _program.GetAsync("api/status.json");
        var status = JsonDocument.Parse(answer.Body).RootElement;
        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(
            [flavour, flavour, "container"],
            new[] { "web", "php", "db" }.Select(tier => status.GetProperty(tier).GetProperty("flavour").GetString()));
        Assert.True(status.GetProperty("db").GetProperty("writable").GetBoolean());
        Assert.True(status.GetProperty("entries").GetInt64() >= 0);
    }

    [Fact]
    public async Task A_number_is_stored_once_and_a_repetition_gets_the_same_answer()
    {
        var first = await _program.WriteAsync(Write(1));
        var again = await _program.WriteAsync(Write(1));
        Assert.Equal(HttpStatusCode.Created, first.Status);
        Assert.Equal(HttpStatusCode.OK, again.Status);
        Assert.Equal(first.Body, again.Body);
        Assert.Equal("[1]", await StoredAsync());
    }

    [Fact]
    public async Task A_number_sent_by_many_at_once_is_new_for_exactly_one()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _program.WriteAsync(Write(7))));
        Assert.Single(answers, answer => answer.Status == HttpStatusCode.Created);
        Assert.Equal(39, answers.Count(answer => answer.Status == HttpStatusCode.OK));
        Assert.Equal("[7]", await StoredAsync());
    }

    [Fact]
    public async Task The_stored_numbers_come_back_in_order_and_after_a_number()
    {
        await Task.WhenAll(Enumerable.Range(1, 30).Select(number => _program.WriteAsync(Write(number))));
        Assert.Equal($"[{string.Join(',', Enumerable.Range(1, 30))}]", await StoredAsync());
        Assert.Equal("[29,30]", await StoredAsync("&after=28"));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/json", HttpStatusCode.Created)]
    public async Task A_write_must_say_that_it_is_JSON_which_no_foreign_page_may(string type, HttpStatusCode status) =>
        Assert.Equal(status, (await _program.WriteAsync(Write(1), type)).Status);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("{\"client\":\"a\"}")]
    [InlineData("{\"client\":\"a\",\"sequence\":0}")]
    [InlineData("{\"client\":\"a\",\"sequence\":\"1\"}")]
    [InlineData("{\"client\":\"a\",\"sequence\":1.5}")]
    [InlineData("{\"client\":\"a b\",\"sequence\":1}")]
    [InlineData("{\"client\":\"\",\"sequence\":1}")]
    [InlineData("{\"client\":[\"a\"],\"sequence\":1}")]
    public async Task A_write_that_makes_no_sense_gets_a_sentence(string body)
    {
        var answer = await _program.WriteAsync(body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Contains("whole number from 1", answer.Body);
    }

    [Theory]
    [InlineData("api/writes", HttpStatusCode.UnprocessableEntity)]
    [InlineData("api/writes?client[]=a", HttpStatusCode.UnprocessableEntity)]
    [InlineData("api/writes?client=a&after=-1", HttpStatusCode.UnprocessableEntity)]
    [InlineData("api/nothing", HttpStatusCode.NotFound)]
    public async Task A_question_that_makes_no_sense_gets_a_sentence(string path, HttpStatusCode status)
    {
        var answer = await _program.GetAsync(path);
        Assert.Equal(status, answer.Status);
        Assert.NotEmpty(JsonDocument.Parse(answer.Body).RootElement.GetProperty("error").GetString()!);
    }

    [Fact]
    public async Task Two_hundred_visitors_at_once_all_get_their_page()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _program.GetAsync()));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    public void Dispose()
    {
        _program.Dispose();
        GC.SuppressFinalize(this);
    }

    private string Write(int number) => JsonSerializer.Serialize(new { client = _client, sequence = number });

    private async Task<string> StoredAsync(string more = "") =>
        JsonDocument.Parse((await _program.GetAsync($"api/writes?client={_client}{more}")).Body).RootElement.GetProperty("sequences").GetRawText();
}
