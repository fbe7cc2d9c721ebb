using System.Net.Sockets;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Engine;

public sealed class DockerEngineSpecs
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task I_can_ask_an_engine_of_20_10()
    {
        await using var fake = new FakeEngine();
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        var version = await engine.GetVersionAsync();
        Assert.Equal(("20.10.24", "1.41"), (version.Server, version.ApiSpoken.ToString()));
        Assert.Null(await engine.PingAsync(Long));
        Assert.Contains("GET /v1.41/_ping", fake.Requests);
    }

    [Fact]
    public async Task I_speak_the_oldest_API_of_an_engine_that_has_left_ours_behind()
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/version"] = """{"Version":"29.1.0","ApiVersion":"1.52","MinAPIVersion":"1.44"}""";
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        Assert.Null(await engine.PingAsync(Long));
        Assert.Contains("GET /v1.44/_ping", fake.Requests);
    }

    [Fact]
    public async Task An_engine_before_20_10_is_too_old()
    {
        await using var fake = new FakeEngine();
        fake.Bodies["/version"] = """{"Version":"19.03.8","ApiVersion":"1.40","MinAPIVersion":"1.12"}""";
        var problem = await ProblemOfAsync(fake, Long);
        Assert.Equal(EngineProblemKind.TooOld, problem.Kind);
        Assert.Contains("19.03.8", problem.Sentence);
    }

    [Fact]
    public async Task No_socket_means_that_there_is_no_engine()
    {
        await using var fake = new FakeEngine(isListening: false);
        var problem = await ProblemOfAsync(fake, Long);
        Assert.Equal(EngineProblemKind.Absent, problem.Kind);
        Assert.Contains(fake.Endpoint.SocketPath, problem.Sentence);
    }

    [Fact]
    public async Task A_socket_that_a_killed_engine_left_means_that_there_is_no_engine()
    {
        await using var fake = new FakeEngine(isListening: false);
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            // Bound and not listening: what connecting to it says is the same as after a kill.
            socket.Bind(new UnixDomainSocketEndPoint(fake.Endpoint.SocketPath));
            Assert.Equal(EngineProblemKind.Absent, (await ProblemOfAsync(fake, Long)).Kind);
        }
    }

    [Fact]
    public async Task An_engine_that_never_answers_is_given_up()
    {
        await using var fake = new FakeEngine();
        fake.Route = (_, answer) => Task.Delay(Timeout.InfiniteTimeSpan, answer.Ended);
        var problem = await ProblemOfAsync(fake, Short);
        Assert.Equal(EngineProblemKind.Silent, problem.Kind);
        Assert.Contains("within 0.3 s", problem.Sentence);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConte")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"Version\":")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n{\"Version\"")]
    public async Task An_engine_that_stops_in_the_middle_of_an_answer_is_given_up(string beginning)
    {
        await using var fake = new FakeEngine();
        fake.Route = async (_, answer) =>
        {
            await answer.RawAsync(beginning);
            await Task.Delay(Timeout.InfiniteTimeSpan, answer.Ended);
        };
        Assert.Equal(EngineProblemKind.Silent, (await ProblemOfAsync(fake, Short)).Kind);
    }

    [Fact]
    public async Task An_engine_that_hangs_up_in_the_middle_of_an_answer_is_a_sentence()
    {
        await using var fake = new FakeEngine();
        fake.Route = async (_, answer) =>
        {
            await answer.RawAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            answer.Stream.Dispose();
        };
        var problem = await ProblemOfAsync(fake, Long);
        Assert.Equal(EngineProblemKind.Absent, problem.Kind);
        Assert.Contains("hung up", problem.Sentence);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")]
    public async Task Something_else_that_listens_there_is_a_sentence(string answer)
    {
        await using var fake = new FakeEngine();
        fake.Route = (_, connection) => connection.RawAsync(answer);
        Assert.Equal(EngineProblemKind.Broken, (await ProblemOfAsync(fake, Long)).Kind);
    }

    [Fact]
    public async Task An_error_of_the_engine_is_quoted_without_its_control_characters()
    {
        await using var fake = new FakeEngine();
        fake.Route = (_, answer) => answer.BodyAsync("500 Internal Server Error", """{"message":"no space left\u001b[2J\non device"}""");
        var problem = await ProblemOfAsync(fake, Long);
        Assert.Equal("The Docker engine refused: no space left[2J on device.", problem.Sentence);
    }

    [Fact]
    public void A_socket_that_I_may_not_open_names_the_group()
    {
        var refused = new HttpRequestException("refused", new SocketException((int)SocketError.AccessDenied));
        var problem = EngineProblems.From(refused, new DockerEndpoint("/var/run/docker.sock", EndpointOrigin.Default), Long);
        Assert.Equal(EngineProblemKind.Denied, problem.Kind);
        Assert.Contains("usermod -aG docker", problem.Remedy);
    }

    [Fact]
    public async Task I_can_give_up_myself()
    {
        await using var fake = new FakeEngine();
        fake.Route = (_, answer) => Task.Delay(Timeout.InfiniteTimeSpan, answer.Ended);
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        using var giveUp = new CancellationTokenSource();
        var asking = engine.PingAsync(Long, giveUp.Token);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
    }

    [Fact]
    public async Task An_engine_that_came_back_newer_is_asked_anew_for_its_version()
    {
        await using var fake = new FakeEngine();
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        Assert.Null(await engine.PingAsync(Long));
        fake.GoAway();
        Assert.NotNull(await engine.PingAsync(Long));
        fake.Bodies["/version"] = """{"Version":"29.1.0","ApiVersion":"1.52","MinAPIVersion":"1.44"}""";
        fake.Listen();
        Assert.Null(await engine.PingAsync(Long));
        Assert.Equal("29.1.0", (await engine.GetVersionAsync()).Server);
    }

    private static async Task<EngineProblem> ProblemOfAsync(FakeEngine fake, TimeSpan deadline)
    {
        using var engine = new DockerEngine(fake.Endpoint, TimeProvider.System);
        return Assert.IsType<EngineProblem>(await engine.PingAsync(deadline));
    }
}
