using System.CommandLine;
using System.Globalization;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Engine;
using Evolve.Player.Recordings;
using Evolve.Player.Verifying;
using Evolve.Playing;
using Evolve.Scenarios.Model;

namespace Evolve.Verbs;

/// <summary><c>evolve record FILE</c>: runs every step for real, as <c>verify</c> does, and keeps what it showed.</summary>
internal static class RecordVerb
{
    public static Command Create(Session session)
    {
        var file = Options.Scenario();
        var through = new Option<string?>("--through") { Description = "Stop after the step with this id; only the steps up to it have a recording then." };
        var trust = Options.Trust();
        var export = new Option<string?>("--export") { Description = "Run nothing: write the recordings that there are to this folder, in asciicast v2." };
        var port = Options.Port();
        var verb = new Command("record", "Run every step of a scenario for real, and record it.") { file, through, trust, export, port };
        verb.SetAction((parsed, cancellationToken) =>
        {
            var path = session.ResolveScenario(parsed.GetRequiredValue(file));
            return parsed.GetValue(export) is { } folder
                ? Task.FromResult(Export(session, path, folder))
                : RecordAsync(session, new Request(path, parsed.GetValue(through), parsed.GetValue(trust), parsed.GetValue(port)), cancellationToken);
        });
        return verb;
    }

    private static async Task<int> RecordAsync(Session session, Request request, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session, request.Port);
        await using var keeper = backstage.Engine is { } engine ? new DeploymentKeeper(engine, TimeProvider.System) : null;
        var progress = new DirectProgress<string>(session.Output.WriteLine);
        await using var opened = await new ScenarioOpener(backstage, keeper).OpenAsync(request.Path, progress, cancellationToken);
        if (request.Trust)
        {
            Agreement.Give(session, opened);
        }

        try
        {
            return await RecordAsync(backstage, opened, request, cancellationToken);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The recordings cannot be written, and what was there has stayed: {exception.Message}", exception);
        }
    }

    private static async Task<int> RecordAsync(
        Backstage backstage, OpenedScenario opened, Request request, CancellationToken cancellationToken)
    {
        var (session, scenario) = (backstage.Session, opened.Scenario);
        var needsEngine = scenario.FrontMatter.Requires.Contains(Requirement.Engine);
        if (needsEngine)
        {
            await RequireNothingRunsAsync(backstage, cancellationToken);
        }

        await using var watcher = needsEngine ? backstage.CreateWatcher() : null;
        using var recorder = Recorders.Open(backstage, scenario);
        if (watcher is not null)
        {
            watcher.Start();
            recorder.Follow(watcher);
        }

        await using var visitors = RecordedVisitors.Of(scenario, backstage, recorder);
        var report = await new ScenarioVerification(session.Output).RunAsync(
            scenario, opened.Options with { Recorder = recorder }, request.Through, cancellationToken);
        if (!report.IsGood)
        {
            session.Error.WriteLine($"evolve: {report.Problem ?? "Not every step succeeded."} Nothing was recorded; recordings that were there have stayed.");
            return ExitCode.Failure;
        }

        Tell(session, recorder.Keep(), scenario);
        return ExitCode.Success;
    }

    /// <summary>What runs already would be seen in the recording, and visitors would fail when the scenario begins by removing it.</summary>
    private static async Task RequireNothingRunsAsync(Backstage backstage, CancellationToken cancellationToken)
    {
        try
        {
            var running = await new DeploymentStates(backstage.Engine, backstage.Identity.Id).RunningAsync(cancellationToken);
            if (running.Length > 0)
            {
                throw new UserException($"A recording begins where nothing of yours runs, and here {string.Join(", ", running)} {(running.Length == 1 ? "does" : "do")}: type `./run.sh clean`, then record again.");
            }
        }
        catch (EngineException exception)
        {
            throw new UserException(exception.Message, exception);
        }
    }

    private static void Tell(Session session, RecordedRunSummary summary, Scenario scenario)
    {
        session.Output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"recorded: {summary.Steps} of {scenario.Steps.Length} steps, {summary.Bytes / 1000} kB, in {summary.Folder}"));
        foreach (var cut in summary.Cut)
        {
            session.Output.WriteLine($"        {cut}: there was more output than a recording keeps; its beginning and its end are there.");
        }
    }

    private static int Export(Session session, string path, string folder)
    {
        var result = new Scenarios.Reading.ScenarioReader(new Scenarios.Files.DiskFileReader()).Read(path);
        var scenario = result.Scenario ?? throw new UserException(string.Join('\n', result.Errors));
        var shelf = new RecordingPlaces(session).Open(scenario);
        if (shelf.IsEmpty)
        {
            throw new UserException($"There is no recording of {path} to export: type {new RecordingPlaces(session).CommandFor(path)} first.");
        }

        try
        {
            Directory.CreateDirectory(folder);
            foreach (var id in shelf.StepIds)
            {
                using var recording = CastReader.Open(shelf.Find(id)!.Path);
                using var copy = File.Create(Path.Combine(folder, RecordingShelf.FileOf(id)));
                CastExport.ToV2(recording, copy);
            }
        }
        catch (Exception exception) when (exception is CastException or IOException or UnauthorizedAccessException)
        {
            throw new UserException($"The recordings cannot be exported: {exception.Message}", exception);
        }

        session.Output.WriteLine($"exported: {shelf.StepIds.Count()} recordings as asciicast v2, in {folder}");
        return ExitCode.Success;
    }

    private sealed record Request(string Path, string? Through, bool Trust, int Port);
}
