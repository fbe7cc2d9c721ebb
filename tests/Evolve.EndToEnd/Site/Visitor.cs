using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace Evolve.EndToEnd.Site;

/// <summary>A browser without JavaScript: keeps cookies, does not follow redirections by itself.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly CookieContainer _cookies = new();
    private readonly HttpClient _client;

    public Visitor(Uri site) =>
        _client = new HttpClient(new HttpClientHandler { CookieContainer = _cookies, AllowAutoRedirect = false })
        {
            BaseAddress = site,
            Timeout = TimeSpan.FromSeconds(40),
        };

    /// <summary>The value of the visitor's cookie, which the form's token is bound to.</summary>
    public string Cookie => _cookies.GetCookies(_client.BaseAddress!)["visitor"]?.Value ?? "";

    public async Task<Answer> GetAsync(string path = "") => await AnswerAsync(await _client.GetAsync(path));

    /// <summary>Fetches the form as it is on the page.</summary>
    public async Task<Form> FetchFormAsync() => FormOn((await GetAsync()).Body);

    /// <summary>The form that a page holds.</summary>
    public static Form FormOn(string page) => new(Field().Match(page).Groups[1].Value, Token().Match(page).Groups[1].Value);

    /// <summary>Sends a form.</summary>
    public async Task<Answer> SendAsync(Form form, string author, string message)
    {
        using var content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["form_key"] = form.Key,
            ["token"] = form.Token,
            ["author"] = author,
            ["message"] = message,
        });
        return await AnswerAsync(await _client.PostAsync("", content));
    }

    /// <summary>Fetches a form and sends it.</summary>
    public async Task<Answer> SignAsync(string author, string message) => await SendAsync(await FetchFormAsync(), author, message);

    /// <summary>Sends a numbered write.</summary>
    public async Task<Answer> WriteAsync(string body, string type = "application/json")
    {
        using var content = new StringContent(body, Encoding.UTF8, type);
        return await AnswerAsync(await _client.PostAsync("api/writes", content));
    }

    public void Dispose() => _client.Dispose();

    private static async Task<Answer> AnswerAsync(HttpResponseMessage response)
    {
        using (response)
        {
            var headers = response.Headers.Concat(response.Content.Headers)
                .ToDictionary(header => header.Key, header => string.Join(" | ", header.Value), StringComparer.OrdinalIgnoreCase);
            return new Answer(response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
        }
    }

    [GeneratedRegex("name=\"form_key\" value=\"([^\"]+)\"")]
    private static partial Regex Field();

    [GeneratedRegex("name=\"token\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}

/// <summary>The hidden fields of a form.</summary>
public sealed record Form(string Key, string Token);

/// <summary>What came back.</summary>
public sealed record Answer(HttpStatusCode Status, string Body, IReadOnlyDictionary<string, string> Headers);
