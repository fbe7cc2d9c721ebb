using System.Security.Cryptography;
using System.Text;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Tests.Testing;

namespace Evolve.Lamp.Tests.Engine;

public sealed class DockerEndpointResolverSpecs
{
    [Fact]
    public void Without_any_word_the_default_socket_is_taken() =>
        Assert.Equal(new DockerEndpoint("/var/run/docker.sock", EndpointOrigin.Default), Resolve(new FakeHost()).Endpoint);

    [Theory]
    [InlineData("unix:///run/other.sock", "/run/other.sock")]
    [InlineData("  unix:///run/other.sock ", "/run/other.sock")]
    [InlineData("unix://", "/var/run/docker.sock")]
    public void DOCKER_HOST_wins_over_every_context(string value, string path)
    {
        var host = WithContext(new FakeHost(), "desk", "unix:///elsewhere").With("DOCKER_HOST", value).With("DOCKER_CONTEXT", "desk");
        Assert.Equal(path, Resolve(host).Endpoint?.SocketPath);
        Assert.Equal(EndpointOrigin.Variable, Resolve(host).Endpoint?.Origin);
    }

    [Fact]
    public void An_empty_DOCKER_HOST_counts_as_unset() =>
        Assert.Equal(EndpointOrigin.Default, Resolve(new FakeHost().With("DOCKER_HOST", "")).Endpoint?.Origin);

    [Fact]
    public void The_current_context_of_the_client_s_configuration_is_followed()
    {
        var host = WithContext(new FakeHost(), "rootless", "unix:///run/user/1000/docker.sock")
            .WithFile("/home/ada/.docker/config.json", """{"auths":{},"currentContext":"rootless"}""");
        Assert.Equal(new DockerEndpoint("/run/user/1000/docker.sock", EndpointOrigin.Context, "rootless"), Resolve(host).Endpoint);
    }

    [Fact]
    public void DOCKER_CONTEXT_wins_over_the_current_context()
    {
        var host = WithContext(WithContext(new FakeHost(), "one", "unix:///one"), "two", "unix:///two")
            .WithFile("/home/ada/.docker/config.json", """{"currentContext":"one"}""")
            .With("DOCKER_CONTEXT", "two");
        Assert.Equal("/two", Resolve(host).Endpoint?.SocketPath);
    }

    [Fact]
    public void DOCKER_CONFIG_moves_the_client_s_configuration()
    {
        var host = WithContext(new FakeHost().With("DOCKER_CONFIG", "/etc/mine"), "work", "unix:///work.sock", "/etc/mine")
            .WithFile("/etc/mine/config.json", """{"currentContext":"work"}""")
            .WithFile("/home/ada/.docker/config.json", """{"currentContext":"lost"}""");
        Assert.Equal("/work.sock", Resolve(host).Endpoint?.SocketPath);
    }

    [Theory]
    [InlineData("""{"currentContext":"default"}""")]
    [InlineData("""{"currentContext":""}""")]
    [InlineData("{}")]
    public void The_default_context_is_the_default_socket(string configuration) =>
        Assert.Equal(
            EndpointOrigin.Default,
            Resolve(new FakeHost().WithFile("/home/ada/.docker/config.json", configuration)).Endpoint?.Origin);

    [Theory]
    [InlineData("tcp://10.0.0.1:2376")]
    [InlineData("ssh://ada@example.org")]
    [InlineData("https://example.org")]
    [InlineData("127.0.0.1:2375")]
    public void A_remote_engine_is_refused_with_a_sentence(string address)
    {
        var problem = Resolve(new FakeHost().With("DOCKER_HOST", address)).Problem;
        Assert.Equal(EngineProblemKind.Remote, problem?.Kind);
        Assert.Contains("this machine", problem?.Remedy);
    }

    [Fact]
    public void A_context_over_ssh_is_refused_by_its_name()
    {
        var problem = Resolve(WithContext(new FakeHost(), "cloud", "ssh://cloud").With("DOCKER_CONTEXT", "cloud")).Problem;
        Assert.Equal("The docker context “cloud” names a remote engine (ssh).", problem?.Sentence);
    }

    [Theory]
    [InlineData("unix://relative.sock")]
    [InlineData("npipe:////./pipe/docker_engine")]
    [InlineData("fd://")]
    public void What_cannot_be_used_here_is_a_misconfiguration(string address) =>
        Assert.Equal(EngineProblemKind.Misconfigured, Resolve(new FakeHost().With("DOCKER_HOST", address)).Problem?.Kind);

    [Fact]
    public void An_unknown_context_is_a_sentence_and_not_the_default_engine()
    {
        var problem = Resolve(new FakeHost().With("DOCKER_CONTEXT", "gone\e[31m")).Problem;
        Assert.Equal("The docker context “gone[31m” does not name an engine, or does not exist.", problem?.Sentence);
    }

    [Fact]
    public void A_broken_configuration_is_a_sentence() =>
        Assert.Contains(
            "~/.docker/config.json is not JSON",
            Resolve(new FakeHost().WithFile("/home/ada/.docker/config.json", "{\"currentContext\":")).Problem?.Sentence);

    [Fact]
    public void The_home_folder_is_not_shown() =>
        Assert.Equal("~/.docker/desktop/docker.sock", Resolve(new FakeHost().With("DOCKER_HOST", "unix:///home/ada/.docker/desktop/docker.sock")).Endpoint?.Display);

    [Fact]
    public void Every_step_is_led_to_the_same_engine()
    {
        var environment = new DockerEndpoint("/run/docker.sock", EndpointOrigin.Context, "desk").Environment;
        Assert.Equal("unix:///run/docker.sock", environment["DOCKER_HOST"]);
        Assert.Equal("", environment["DOCKER_CONTEXT"]);
    }

    private static EndpointResolution Resolve(FakeHost host) => new DockerEndpointResolver(host).Resolve();

    private static FakeHost WithContext(FakeHost host, string name, string address, string configuration = "/home/ada/.docker")
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var meta = $$$"""{"Name":"{{{name}}}","Metadata":{},"Endpoints":{"docker":{"Host":"{{{address}}}","SkipTLSVerify":false} } }""";
        return host.WithFile($"{configuration}/contexts/meta/{digest}/meta.json", meta);
    }
}
