using Docker.DotNet;
using Docker.DotNet.Models;
using Version = System.Version;

namespace Evolve.Lamp.Engine;

/// <summary>
/// The engine, from Docker 20.10 to today: every question has a deadline, and every trouble becomes an
/// <see cref="EngineProblem"/>. The library behind it is loaded with the first question, on a thread of the pool.
/// </summary>
public sealed class DockerEngine : IDisposable
{
    /// <summary>How long an ordinary question may take.</summary>
    public static readonly TimeSpan DefaultDeadline = TimeSpan.FromSeconds(20);

    /// <summary>Docker 20.10's API: what we speak with every engine that still takes it.</summary>
    private static readonly Version Preferred = new(1, 41);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private Connection? _connection;
    private bool _disposed;

    /// <summary>Asks nothing yet.</summary>
    public DockerEngine(DockerEndpoint endpoint, TimeProvider time)
    {
        Endpoint = endpoint;
        _time = time;
    }

    /// <summary>Where it is.</summary>
    public DockerEndpoint Endpoint { get; }

    /// <summary>Whether it answers in time: null when it does, or what is wrong.</summary>
    public async Task<EngineProblem?> PingAsync(TimeSpan deadline, CancellationToken cancellationToken = default)
    {
        try
        {
            await AskAsync(
                async (client, token) =>
                {
                    await client.System.PingAsync(token);
                    return true;
                },
                deadline,
                cancellationToken);
            return null;
        }
        catch (EngineException e)
        {
            return e.Problem;
        }
    }

    /// <summary>Its version and the API that both sides speak.</summary>
    /// <exception cref="EngineException">It does not answer, or is too old.</exception>
    public Task<EngineVersion> GetVersionAsync(CancellationToken cancellationToken = default) =>
        GuardAsync(async token => (await ConnectAsync(token)).Version, DefaultDeadline, cancellationToken);

    /// <summary>What it says about itself.</summary>
    /// <exception cref="EngineException">It does not answer.</exception>
    public async Task<EngineInfo> GetInfoAsync(CancellationToken cancellationToken = default)
    {
        var info = await AskAsync(
            (client, token) => client.System.GetSystemInfoAsync(token), DefaultDeadline, cancellationToken);
        return new EngineInfo(
            info.ID,
            info.DockerRootDir,
            info.NCPU,
            info.MemTotal,
            info.CgroupVersion ?? "",
            info.SecurityOptions?.Any(option => option.Contains("rootless", StringComparison.Ordinal)) ?? false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _connection?.Client.Dispose();
            _connection = null;
        }
    }

    /// <summary>Asks one question.</summary>
    /// <exception cref="EngineException">It does not answer in time, or with an error.</exception>
    internal Task<T> AskAsync<T>(
        Func<IDockerClient, CancellationToken, Task<T>> question, TimeSpan deadline, CancellationToken cancellationToken) =>
        GuardAsync(
            async token => await question((await ConnectAsync(token)).Client, token), deadline, cancellationToken);

    /// <summary>Asks one question with the ordinary deadline.</summary>
    internal Task<T> AskAsync<T>(
        Func<IDockerClient, CancellationToken, Task<T>> question, CancellationToken cancellationToken) =>
        AskAsync(question, DefaultDeadline, cancellationToken);

    /// <summary>Asks for something that exists perhaps: null when the engine says that it does not (any more).</summary>
    internal async Task<T?> FindAsync<T>(
        Func<IDockerClient, CancellationToken, Task<T>> question, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await AskAsync(question, cancellationToken);
        }
        catch (EngineException e) when (e.InnerException is DockerApiException { StatusCode: System.Net.HttpStatusCode.NotFound })
        {
            return null;
        }
    }

    private Task<T> GuardAsync<T>(
        Func<CancellationToken, Task<T>> question, TimeSpan deadline, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                using var late = new CancellationTokenSource(deadline, _time);
                using var both = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
                try
                {
                    return await question(both.Token);
                }
                catch (Exception e) when (e is not EngineException and not ObjectDisposedException)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    var problem = EngineProblems.From(e, Endpoint, deadline);
                    if (problem.Kind != EngineProblemKind.Broken)
                    {
                        // Another engine, of another version, may listen there next time.
                        Forget();
                    }

                    throw new EngineException(problem, e);
                }
            },
            cancellationToken);

    private void Forget()
    {
        lock (_lock)
        {
            // Others may be in the middle of a question on it: it is left to them and to the collector.
            _connection = null;
        }
    }

    private async Task<Connection> ConnectAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_connection is not null)
            {
                return _connection;
            }
        }

        VersionResponse answer;
        using (var asking = CreateClient(null))
        {
            answer = await asking.System.GetVersionAsync(cancellationToken);
        }

        var version = Negotiate(answer);
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return _connection ??= new Connection(CreateClient(version.ApiSpoken), version);
        }
    }

    private EngineVersion Negotiate(VersionResponse answer)
    {
        if (!Version.TryParse(answer.APIVersion, out var newest))
        {
            throw new EngineException(EngineProblems.NotAnEngine(Endpoint));
        }

        if (newest < Preferred)
        {
            throw new EngineException(EngineProblems.TooOld(answer.Version));
        }

        var oldest = Version.TryParse(answer.MinAPIVersion, out var least) ? least : Preferred;
        return new EngineVersion(answer.Version, newest, oldest, oldest > Preferred ? oldest : Preferred);
    }

    private DockerClient CreateClient(Version? version)
    {
        // The deadline is ours, so that it runs on the injected clock.
        using var configuration = new DockerClientConfiguration(
            SocketCredentials.Address, new SocketCredentials(Endpoint.SocketPath), Timeout.InfiniteTimeSpan);
        return configuration.CreateClient(version);
    }

    private sealed record Connection(DockerClient Client, EngineVersion Version);
}
