using System.Globalization;
using System.Xml.Linq;

namespace Evolve.Stage.Reporting;

/// <summary>Values of one measure as bars; the longest is the largest.</summary>
internal static class BarChart
{
    private const int LabelWidth = 200;
    private const int BarWidth = 380;
    private const int Width = 680;
    private const int RowHeight = 26;
    private const int LongestLabel = 28;

    /// <summary>The chart.</summary>
    public static XElement Of(IReadOnlyList<Figure> figures)
    {
        var largest = figures.Max(figure => figure.Value);
        return Markup.Of(
            "svg",
            "chart",
            Markup.With("viewBox", $"0 0 {Width} {figures.Count * RowHeight}"),
            Markup.With("role", "img"),
            Markup.With("aria-label", string.Join(", ", figures.Select(figure => $"{figure.Label}: {figure.Text}"))),
            figures.SelectMany((figure, row) => Row(figure, row * RowHeight, largest > 0 ? Math.Max(0, figure.Value) / largest : 0)));
    }

    private static IEnumerable<XElement> Row(Figure figure, int top, double share)
    {
        // What is not nothing is seen.
        var length = figure.Value > 0 ? Math.Max(2, share * BarWidth) : 0;
        yield return Markup.Of(
            "text", "label", Markup.With("x", LabelWidth - 12), Markup.With("y", top + 17), Markup.With("text-anchor", "end"), Short(figure.Label));
        yield return Markup.Of(
            "rect",
            figure.IsEarlier ? "bar earlier" : "bar",
            Markup.With("x", LabelWidth),
            Markup.With("y", top + 5),
            Markup.With("width", length.ToString("0.#", CultureInfo.InvariantCulture)),
            Markup.With("height", RowHeight - 10),
            Markup.With("rx", 3));
        yield return Markup.Of(
            "text",
            "value",
            Markup.With("x", (LabelWidth + length + 8).ToString("0.#", CultureInfo.InvariantCulture)),
            Markup.With("y", top + 17),
            figure.Text + (figure.IsEarlier ? " *" : ""));
    }

    private static string Short(string text) => text.Length <= LongestLabel ? text : text[..(LongestLabel - 1)] + "…";
}
