using System.Net;
using System.Net.Sockets;
using System.Text;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;

namespace Evolve.Lamp.Tests.Traffic;

/// <summary>Over a real socket: only the right answer is right.</summary>
public sealed class HttpSiteSpecs : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();

    public HttpSiteSpecs()
    {
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
    }

    private Uri Address { get; }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "<html>…</html>\n", null, false)]
    [InlineData("HTTP/1.1 200 OK", "<html>… half a pa", "not the answer that was asked for", false)]
    [InlineData("HTTP/1.1 503 Service Unavailable", "<html></html>", "HTTP 503", true)]
    [InlineData("HTTP/1.1 500 Oops", "<html></html>", "HTTP 500", false)]
    [InlineData("HTTP/1.1 404 Not Found", "<html></html>", "HTTP 404", false)]
    public async Task A_read_is_right_when_the_whole_page_came(string status, string body, string? problem, bool mayPass)
    {
        using var site = Answering(status, body);
        Assert.Equal(new SiteAnswer(problem, mayPass), await site.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("HTTP/1.1 201 Created", "{\"client\":\"c\",\"sequence\":7}", true)]
    [InlineData("HTTP/1.1 200 OK", "{\"client\":\"c\",\"sequence\":7}", true)]
    [InlineData("HTTP/1.1 200 OK", "{\"client\":\"c\",\"sequence\":8}", false)]
    [InlineData("HTTP/1.1 200 OK", "{\"client\":\"d\",\"sequence\":7}", false)]
    [InlineData("HTTP/1.1 201 Created", "<html></html>", false)]
    [InlineData("HTTP/1.1 202 Accepted", "{\"client\":\"c\",\"sequence\":7}", false)]
    public async Task A_write_is_acknowledged_by_its_own_number_only(string status, string body, bool isRight)
    {
        using var site = Answering(status, body);
        Assert.Equal(isRight, (await site.WriteAsync("c", 7, CancellationToken.None)).IsRight);
    }

    [Theory]
    [InlineData("{\"client\":\"c\",\"sequences\":[3,4,4],\"next\":4}", "3 4 4 next 4")]
    [InlineData("{\"client\":\"c\",\"sequences\":[],\"next\":null}", " next ")]
    [InlineData("{\"client\":\"c\",\"sequences\":[4,3],\"next\":null}", null)]
    [InlineData("{\"client\":\"c\",\"sequences\":[2,3],\"next\":null}", null)]
    [InlineData("{\"client\":\"c\",\"sequences\":[3],\"next\":9}", null)]
    [InlineData("{\"client\":\"c\",\"sequences\":\"3\"}", null)]
    [InlineData("[]", null)]
    [InlineData("Back in a moment", null)]
    public async Task A_page_of_writes_is_in_order_or_none(string body, string? expected)
    {
        using var site = Answering("HTTP/1.1 200 OK", body);
        var page = await site.ListAsync("c", 2, CancellationToken.None);
        Assert.Equal(expected, page is null ? null : $"{string.Join(' ', page.Numbers)} next {page.Next}");
    }

    [Fact]
    public async Task A_site_that_is_not_there_or_hangs_up_is_no_exception()
    {
        _ = Serve(socket => socket.Close());
        using var site = new HttpSite(Address, TimeProvider.System);
        Assert.Equal(new SiteAnswer("connection broken off", MayPass: true), await site.ReadAsync(CancellationToken.None));
        _listener.Stop();
        using var gone = new HttpSite(Address, TimeProvider.System);
        Assert.Equal(new SiteAnswer("connection refused", MayPass: true), await gone.ReadAsync(CancellationToken.None));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK", "{\"layers\":[{\"size\":1000},{\"size\":234}]}", 1234L)]
    [InlineData("HTTP/1.1 404 Not Found", "{\"errors\":[]}", null)]
    [InlineData("HTTP/1.1 200 OK", "{\"layers\":[{}]}", null)]
    [InlineData("HTTP/1.1 200 OK", "no JSON", null)]
    public async Task A_registry_says_what_is_shipped(string status, string manifest, long? bytes)
    {
        _ = Serve(socket => Send(socket, status, manifest));
        using var registry = new Registry(Address);
        Assert.Equal(bytes, await registry.ShippedAsync("evolve/php", "container", CancellationToken.None));
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    private HttpSite Answering(string status, string body)
    {
        _ = Serve(socket => Send(socket, status, body));
        return new HttpSite(Address, TimeProvider.System);
    }

    private static void Send(TcpClient socket, string status, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        socket.GetStream().Write(Encoding.ASCII.GetBytes($"{status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {bytes.Length}\r\nConnection: close\r\n\r\n"));
        socket.GetStream().Write(bytes);
    }

    private Task Serve(Action<TcpClient> answer) => Task.Run(async () =>
    {
        while (!_ended.IsCancellationRequested)
        {
            using var socket = await _listener.AcceptTcpClientAsync(_ended.Token);
            await socket.GetStream().ReadAtLeastAsync(new byte[4096], 1, cancellationToken: _ended.Token);
            answer(socket);
        }
    });
}
