using System.Xml.Linq;

namespace Evolve.Stage.Reporting;

/// <summary>The containers of a stage as a picture: a request passes them from left to right.</summary>
internal static class TopologyDrawing
{
    private const int BoxWidth = 156;
    private const int BoxHeight = 46;
    private const int Gap = 34;
    private const int Space = 12;
    private const int LongestName = 20;

    /// <summary>The picture of a stage.</summary>
    public static XElement Of(ReportedStage stage)
    {
        var columns = stage.Containers.GroupBy(container => container.Tier, StringComparer.Ordinal).Select(tier => tier.ToList()).ToList();
        var rows = columns.Count == 0 ? 1 : columns.Max(column => column.Count);
        var height = (rows * (BoxHeight + Space)) + 26;
        var width = Math.Max(1, columns.Count) * (BoxWidth + Gap) - Gap + 4;
        var words = string.Join(", ", stage.Containers.Select(container => $"{container.Name} {container.State}{(container.Serves ? ", serves" : "")}"));
        return Markup.Of(
            "svg",
            "topology",
            Markup.With("viewBox", $"-2 0 {width} {height}"),
            Markup.With("style", $"max-width:{width}px"),
            Markup.With("role", "img"),
            Markup.With("aria-label", words.Length == 0 ? "nothing runs" : words),
            columns.SelectMany((column, index) => Column(column, index, columns)));
    }

    private static IEnumerable<XElement> Column(List<ReportedContainer> column, int index, List<List<ReportedContainer>> columns)
    {
        var left = index * (BoxWidth + Gap);
        yield return Markup.Of("text", "tier", Markup.With("x", left), Markup.With("y", 12), column[0].Tier);
        foreach (var (container, row) in column.Select((container, row) => (container, row)))
        {
            var top = Top(row);
            var isIdle = IsIdle(container, column);
            if (index > 0 && !isIdle)
            {
                var from = Top(Math.Max(0, columns[index - 1].FindIndex(other => !IsIdle(other, columns[index - 1])))) + (BoxHeight / 2);
                yield return Markup.Of(
                    "path", "way", Markup.With("d", $"M {left - Gap} {from} C {left - (Gap / 2)} {from} {left - (Gap / 2)} {top + (BoxHeight / 2)} {left} {top + (BoxHeight / 2)}"));
            }

            yield return Markup.Of(
                "g",
                isIdle ? "box idle" : "box",
                Markup.Of("title", null, $"{container.Name}, {container.State}"),
                Markup.Of("rect", null, Markup.With("x", left), Markup.With("y", top), Markup.With("width", BoxWidth), Markup.With("height", BoxHeight), Markup.With("rx", 7)),
                Markup.Of("text", "name", Markup.With("x", left + 10), Markup.With("y", top + 19), Short(container.Flavour)),
                Markup.Of("text", "state", Markup.With("x", left + 10), Markup.With("y", top + 36), Short(Words(container, isIdle))));
        }
    }

    private static string Words(ReportedContainer container, bool isIdle) =>
        container.State != "running" ? container.State : container.Serves ? "serves" : isIdle ? "no new work" : "running";

    /// <summary>Who serves is not always known: then whatever runs may.</summary>
    private static bool IsIdle(ReportedContainer container, List<ReportedContainer> tier) =>
        container.State != "running" || (!container.Serves && tier.Exists(other => other.Serves));

    private static int Top(int row) => 22 + (row * (BoxHeight + Space));

    private static string Short(string text) => text.Length <= LongestName ? text : text[..(LongestName - 1)] + "…";
}
