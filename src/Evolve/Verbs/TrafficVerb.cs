using System.CommandLine;
using Evolve.Lamp.Traffic;
using Evolve.Reports;

namespace Evolve.Verbs;

/// <summary><c>evolve traffic</c>: sends reads and numbered writes to the site, and says whether any was lost.</summary>
internal static class TrafficVerb
{
    /// <summary>How long a site that does not answer is asked for its writes by <c>--audit</c>.</summary>
    private static readonly TimeSpan AuditPatience = TimeSpan.FromSeconds(30);

    /// <summary>Between two lines of progress on a terminal.</summary>
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    public static Command Create(Session session)
    {
        var url = new Option<string?>("--url") { Description = "The site; by default http://127.0.0.1:$EVOLVE_PORT/, port 8080 when that is not set." };
        var duration = new Option<TimeSpan?>("--duration")
        {
            Description = "How long, such as 500ms, 30s, 5m, 2h; without it until Ctrl-C.",
            CustomParser = result => Durations.Parse(result, "--duration"),
        };
        var rate = Options.Number("--rate", "Requests a second.", new TrafficPlan().Rate, 0.1, TrafficPlan.MostRate);
        var writes = Options.Number("--writes", "How many of a hundred requests are writes.", new TrafficPlan().Writes, 0, 100);
        var retries = Options.Number("--retries", "How often a request that failed is sent again; each time is counted.", 0, 0, TrafficPlan.MostRetries);
        var ledger = new Option<string?>("--ledger") { Description = "Keep the acknowledged writes in this new file; by default in Evolve's state folder." };
        var audit = new Option<string?>("--audit") { Description = "Send nothing: ask the site for every write of this ledger, of a run that was killed, say." };
        var verb = new Command("traffic", "Send reads and numbered writes to the site; say what failed, and whether an acknowledged write is missing or doubled.")
        {
            url, duration, rate, writes, retries, ledger, audit,
        };
        verb.SetAction((parsed, cancellationToken) => parsed.GetValue(audit) is { } path
            ? AuditAsync(session, path, parsed.GetValue(url), cancellationToken)
            : RunAsync(
                session,
                AddressOf(parsed.GetValue(url)),
                parsed.GetValue(duration),
                new TrafficPlan { Rate = parsed.GetValue(rate), Writes = parsed.GetValue(writes), Retries = (int)parsed.GetValue(retries) },
                parsed.GetValue(ledger),
                cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(
        Session session, Uri url, TimeSpan? duration, TrafficPlan plan, string? path, CancellationToken stop)
    {
        using var site = new HttpSite(url, TimeProvider.System);
        await using var ledger = OpenLedger(path, url, session);
        var run = new TrafficRun(site, ledger, plan, TimeProvider.System);
        var running = run.RunAsync(duration, stop, CancellationToken.None);
        if (!Console.IsErrorRedirected)
        {
            while (await Task.WhenAny(running, Task.Delay(Beat, CancellationToken.None)) != running)
            {
                session.Error.WriteLine(TrafficWords.Line(run.Current));
            }
        }

        var report = await running;
        session.Output.WriteLine(TrafficJson.Of(report, url));
        if (!Console.IsErrorRedirected)
        {
            session.Error.WriteLine(TrafficWords.Sentence(report));
        }

        return report.IsGood ? ExitCode.Success : ExitCode.Failure;
    }

    private static async Task<int> AuditAsync(Session session, string path, string? url, CancellationToken cancellationToken)
    {
        LedgerContents contents;
        try
        {
            contents = LedgerContents.Read(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException(exception.Message.Contains(path, StringComparison.Ordinal) ? exception.Message : $"The ledger {path} cannot be read: {exception.Message}", exception);
        }

        using var site = new HttpSite(url is null ? contents.Site : AddressOf(url), TimeProvider.System);
        var state = await contents.AuditAsync(site, TimeProvider.System, AuditPatience, cancellationToken);
        if (state.Passes == 0)
        {
            throw new UserException($"{contents.Site} does not say what it has stored: nothing is known of the {contents.Numbers.Length} writes in {path}.");
        }

        session.Output.WriteLine(TrafficJson.Of(state, contents));
        return state is { Missing: 0, Doubled: 0 } ? ExitCode.Success : ExitCode.Failure;
    }

    private static WriteLedger OpenLedger(string? path, Uri url, Session session)
    {
        try
        {
            if (path is not null)
            {
                return WriteLedger.Create(path, WriteLedger.NewClient(), url);
            }

            using var backstage = Backstage.Open(session);
            return LedgerFolder.Begin(backstage.State["traffic"], url);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"Traffic cannot keep its ledger: {exception.Message}", exception);
        }
    }

    private static Uri AddressOf(string? url)
    {
        var text = url ?? $"http://127.0.0.1:{Environment.GetEnvironmentVariable("EVOLVE_PORT") ?? $"{Backstage.DefaultPort}"}/";
        return Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? address
            : throw new UserException($"“{text}” is no address of a site: write --url http://127.0.0.1:8080/");
    }
}
