using System.Collections.Immutable;
using Evolve.Lamp.Deployment;
using Evolve.Tui.Drawing;
using Evolve.Tui.Themes;

namespace Evolve.Tui.Topology;

/// <summary>Draws the deployment: visitors, edge, web, php, db. The form follows the room; the places of figures do not follow their values.</summary>
public static class TopologyRenderer
{
    /// <summary>The tiers in the order in which a request passes them.</summary>
    internal static ImmutableArray<string> Tiers { get; } = ["edge", "web", "php", "db"];

    /// <summary>What is spoken to a tier by the one before it.</summary>
    internal static string ProtocolTo(string tier) => tier switch
    {
        "php" => "FastCGI",
        "db" => "SQL",
        _ => "HTTP",
    };

    /// <summary>Exactly <see cref="TopologyView.Height"/> lines, none wider than <see cref="TopologyView.Width"/>.</summary>
    public static ImmutableArray<StyledLine> Render(TopologyView view)
    {
        var lines = view.Deployment.Engine switch
        {
            EngineState.Absent => Absent(view),
            EngineState.Connecting => Sentence(view, $"{view.Theme.Symbols.Busy(view.Now)} Asking the Docker engine{view.Theme.Symbols.Ellipsis}", Role.Muted),
            _ => TopologyBoxes.Fits(view) ? TopologyBoxes.Draw(view) : TopologyRows.Draw(view),
        };
        return lines.Select(line => line.Clip(view.Width, view.Theme.Symbols.Ellipsis)).FitHeight(view.Height);
    }

    /// <summary>Where visitors go.</summary>
    internal static string AddressOf(DeploymentSnapshot deployment) =>
        deployment.PublishedPort is { } port ? $"http://127.0.0.1:{port}" : "no port published yet";

    private static IEnumerable<StyledLine> Absent(TopologyView view)
    {
        var theme = view.Theme;
        var sentence = view.Problem ?? "No Docker engine answers; ./run.sh doctor says what to do.";
        var width = Math.Max(1, Math.Min(view.Width - 2, 60));
        var text = Wrapping.Wrap(sentence, theme[Role.Text], width);
        var title = new LineBuilder().Add($"{theme.Symbols.Finding.Problem} ", theme[Role.StepFailed]).Add("No Docker engine", theme[Role.Strong]).Build();
        return Middle(view, [title, .. text]);
    }

    private static IEnumerable<StyledLine> Sentence(TopologyView view, string text, Role role) =>
        Middle(view, Wrapping.Wrap(text, view.Theme[role], Math.Max(1, view.Width - 2)));

    private static IEnumerable<StyledLine> Middle(TopologyView view, ImmutableArray<StyledLine> lines)
    {
        var left = Math.Max(0, (view.Width - lines.Max(line => line.Width())) / 2);
        return Enumerable.Repeat(StyledLine.Empty, Math.Max(0, (view.Height - lines.Length) / 2))
            .Concat(lines.Select(line => line.Indent(left, view.Theme.Fill(Surface.Canvas))));
    }
}
