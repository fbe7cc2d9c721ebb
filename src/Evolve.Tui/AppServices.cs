using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Lamp.Diagnosis;
using Evolve.Lamp.Scoreboard;
using Evolve.Lamp.Traffic;
using Evolve.Player.Commands;
using Evolve.Scenarios.Catalog;
using Evolve.Tui.Slides.Syntax;
using Evolve.Tui.Themes;

namespace Evolve.Tui;

/// <summary>What the app is given by whoever starts it.</summary>
public sealed record AppServices
{
    /// <summary>Lists the shipped scenarios; called once, off the screen's thread.</summary>
    public required Func<ImmutableArray<CatalogEntry>> ListScenarios { get; init; }

    /// <summary>
    /// Opens a scenario for playing; called off the screen's thread. What takes its time (the base image, say) is told
    /// in a line each. A <see cref="SessionException"/> says in sentences why it cannot be played.
    /// </summary>
    public required Func<string, IProgress<string>, CancellationToken, Task<PlaySession>> Open { get; init; }

    /// <summary>Called once, when the first frame is on the screen: the place to begin what would only delay it. Null begins everything at once.</summary>
    public Action? Started { get; init; }

    /// <summary>The scenario to start with; null shows the opening screen.</summary>
    public string? InitialScenario { get; init; }

    /// <summary>The live deployment; null when there is no engine, and then <see cref="EngineProblem"/> says why.</summary>
    public IDeploymentSource? Deployment { get; init; }

    /// <summary>Traffic to the site; null when there is no engine.</summary>
    public ITrafficControl? Traffic { get; init; }

    /// <summary>The scoreboard; null when there is no engine.</summary>
    public IScoreboardSource? Scoreboard { get; init; }

    /// <summary>What commands ask of the deployment; null when there is no engine.</summary>
    public ILampControl? Lamp { get; init; }

    /// <summary>The tiers that commands can name, and their flavours.</summary>
    public ImmutableArray<TierFlavours> Tiers { get; init; } = [];

    /// <summary>The commands that were typed.</summary>
    public CommandHistory History { get; init; } = new(null);

    /// <summary>The folder of the socket that the notes window connects to; null opens none.</summary>
    public string? NotesFolder { get; init; }

    /// <summary>Takes out of our own sentences what is not for an audience: the home folder's path, the machine's name, tokens.</summary>
    public Func<string, string> Veil { get; init; } = sentence => sentence;

    /// <summary>Why there is no deployment to see, in a sentence; or null.</summary>
    public string? EngineProblem { get; init; }

    /// <summary>What must be read before anything else, such as who else holds the deployment; or null.</summary>
    public string? Warning { get; init; }

    /// <summary>The doctor's findings, one by one as they are made; null when nobody examines.</summary>
    public Func<CancellationToken, IAsyncEnumerable<Finding>>? Examine { get; init; }

    /// <summary>Removes the deployment and says what it removed, in a sentence; null when that is not ours to do.</summary>
    public Func<CancellationToken, Task<string>>? RemoveDeployment { get; init; }

    /// <summary>The theme that the user asked for; null leaves it to the scenario.</summary>
    public ThemeKind? Theme { get; init; }

    /// <summary>What the user's terminal can show.</summary>
    public TerminalAbilities Abilities { get; init; } = new(ColorDepth.TrueColor, IsUnicode: true);

    /// <summary>Finds the colours of code.</summary>
    public ISyntaxHighlighter Highlighter { get; init; } = new PlainHighlighter();

    /// <summary>The clock of everything that is shown.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The program's version, or null.</summary>
    public string? Version { get; init; }
}
