using System.Globalization;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Engine;
using Evolve.Lamp.Evolution;
using Evolve.Lamp.Flavours;
using Evolve.Lamp.Scoreboard;

namespace Evolve.Evolving;

/// <summary>Runs cut-overs for the command line, and tells what they do.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly Session _session;
    private readonly Backstage _backstage;
    private readonly DockerEngine _engine;
    private readonly Evolver _evolver;
    private readonly StartMeter _starts;

    private Workshop(Session session, Backstage backstage)
    {
        _session = session;
        _backstage = backstage;
        _engine = backstage.RequireEngine();
        var shell = new BashShell(backstage.StepVariables(), backstage.State["cutover.lock"], TimeProvider.System);
        var reader = new LampReader(_engine, backstage.Identity.Id, shell);
        _starts = new StartMeter(TimeProvider.System, new PlanTeller(session.Output));
        _evolver = new Evolver(reader, shell, TimeProvider.System, _starts);
    }

    /// <exception cref="UserException">There is no engine, or the state folder cannot be used.</exception>
    public static Workshop Open(Session session, int port = Backstage.DefaultPort)
    {
        var backstage = Backstage.Open(session, port);
        try
        {
            return new Workshop(session, backstage);
        }
        catch
        {
            backstage.Dispose();
            throw;
        }
    }

    /// <summary>Keeps a second one away until it is disposed; the app itself may be playing meanwhile.</summary>
    /// <exception cref="UserException">Another cut-over is under way.</exception>
    public async Task<DeploymentHolder> HoldAsync(string title, CancellationToken cancellationToken)
    {
        try
        {
            var engineId = (await _engine.GetInfoAsync(cancellationToken)).Id;
            var result = await DeploymentHolder.TryHoldAsync($"{engineId}/cutover", title, TimeProvider.System, cancellationToken);
            return result.Held ?? throw new UserException($"A cut-over is under way: {result.Holder!.Sentence} Wait for its end; nothing was touched.");
        }
        catch (EngineException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    /// <summary>Prints the plan for the state as it is now, as a script.</summary>
    /// <exception cref="UserException">There is no plan; the message says what to do first.</exception>
    public async Task PrintAsync(Flavour flavour, CancellationToken cancellationToken)
    {
        try
        {
            var plan = await _evolver.PlanAsync(flavour, cancellationToken);
            _session.Output.Write(PlanScript.Of(_backstage.StepVariables(), plan));
        }
        catch (Exception exception) when (exception is EvolutionException or EngineException)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    /// <summary>Brings a tier to a flavour; tells whether it is there.</summary>
    public async Task<bool> EvolveAsync(Flavour flavour, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        try
        {
            var changed = await _evolver.EvolveAsync(flavour, cancellationToken);
            var seconds = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
            _session.Output.WriteLine(changed
                ? string.Create(CultureInfo.InvariantCulture, $"{flavour.Tier} is {flavour.Name} now, after {seconds:0.0} s.")
                : $"{flavour.Tier} is {flavour.Name} already.");
            KeepStarts();
            return true;
        }
        catch (Exception exception) when (exception is EvolutionException or EngineException)
        {
            _session.Error.WriteLine($"evolve: {exception.Message}");
            return false;
        }
        catch (OperationCanceledException)
        {
            _session.Error.WriteLine($"evolve: Broken off; type `evolve tier {flavour.Tier} {flavour.Name}` to bring it to its end, or `evolve reset` to go back.");
            throw;
        }
    }

    /// <summary>The scoreboard has them, and `evolve measure`.</summary>
    private void KeepStarts()
    {
        var starts = _starts.Take();
        if (starts.Count == 0)
        {
            return;
        }

        foreach (var score in starts)
        {
            _session.Output.WriteLine($"{score.Tier} as {score.Flavour}: {ScoreWords.Of(score)} from `docker run` to the first right answer.");
        }

        try
        {
            _backstage.Scores.Add(starts);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            _session.Error.WriteLine($"evolve: The scoreboard cannot keep this: {exception.Message}");
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _backstage.Dispose();
}
