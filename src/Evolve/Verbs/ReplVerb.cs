using System.CommandLine;
using Evolve.Player.Commands;
using Evolve.Player.Playing;
using Evolve.Playing;
using Evolve.Talking;
using Evolve.Tui.Commanding;

namespace Evolve.Verbs;

/// <summary><c>evolve repl [FILE]</c>: the talk as plain lines, for scripts and for people whose screen is read to them.</summary>
internal static class ReplVerb
{
    /// <summary>What is played when nothing is named: it needs nothing.</summary>
    private const string Usual = "tour";

    private const string Prompt = "evolve> ";

    public static Command Create(Session session)
    {
        var file = new Argument<string>("FILE")
        {
            Description = "A scenario file, or the name of a shipped one; the tour by default.",
            DefaultValueFactory = _ => Usual,
        };
        var trust = Options.Trust();
        var port = Options.Port();
        var verb = new Command("repl", "Give a talk by commands, a plain line each; `help` lists them.") { file, trust, port };
        verb.SetAction((parsed, cancellationToken) => RunAsync(
            session, session.ResolveScenario(parsed.GetRequiredValue(file)), parsed.GetValue(trust), parsed.GetValue(port), cancellationToken));
        return verb;
    }

    private static async Task<int> RunAsync(Session session, string path, bool isTrusted, int port, CancellationToken cancellationToken)
    {
        using var backstage = Backstage.Open(session, port);
        await using var keeper = backstage.Engine is { } engine ? new DeploymentKeeper(engine, TimeProvider.System) : null;
        var output = TextWriter.Synchronized(session.Output);
        await using var opened = await new ScenarioOpener(backstage, keeper)
            .OpenAsync(path, new DirectProgress<string>(output.WriteLine), cancellationToken);
        if (isTrusted)
        {
            Agreement.Give(session, opened);
        }

        using var closed = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tiers = LampDesk.Tiers(session.Installation);
        var history = new CommandHistory(backstage.State["history"]);
        using var prompt = IsAtTerminal(session)
            ? TerminalPrompt.Open(Prompt, () => CommandVocabulary.Of(opened.Scenario, tiers), history)
            : null;
        var teller = new TalkTeller(line => Tell(prompt, output, line, closed));
        await using var player = new ScenarioPlayer(opened.Scenario, opened.Options with { StepOutput = teller.Tell });
        await using var talk = new ReplTalk(backstage, player);
        teller.Follow(player);
        var isTyped = session.IsTyped;
        var loop = new CommandLoop(prompt ?? session.Input, output, session.Error)
        {
            Prompt = prompt is null && isTyped && !Console.IsOutputRedirected ? Prompt : null,
            Remember = prompt is null && isTyped ? history.Add : null,
        };
        var stage = new CommandStage(player, talk)
        {
            Lamp = backstage.Engine is null ? null : new LampDesk(backstage),
            Tiers = tiers,
            Follows = true,
            IsPrivate = true,
        };
        var failures = await loop.RunAsync(stage, () => talk.IsOver, closed.Token);
        return failures == 0 || isTyped ? ExitCode.Success : ExitCode.Failure;
    }

    /// <summary>The player tells, and must not be stopped by a reader that has gone: the talk ends in its ordinary way.</summary>
    private static void Tell(TerminalPrompt? prompt, TextWriter output, string line, CancellationTokenSource closed)
    {
        try
        {
            if (prompt is null)
            {
                Write();
            }
            else
            {
                prompt.Above(Write);
            }
        }
        catch (IOException)
        {
            closed.Cancel();
        }

        void Write()
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    /// <summary>A dumb terminal, such as an editor's window, edits lines itself and knows no control sequences.</summary>
    private static bool IsAtTerminal(Session session) =>
        session.IsTyped && !Console.IsOutputRedirected && session.Host.Variable("TERM") is { Length: > 0 } and not "dumb";
}
