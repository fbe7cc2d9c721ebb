using Evolve.Lamp.Evolution;

namespace Evolve.Evolving;

/// <summary>Plans as a script that can be pasted: the variables that they use come first.</summary>
internal static class PlanScript
{
    public static string Of(IReadOnlyDictionary<string, string> variables, params CutoverPlan[] plans)
    {
        var text = string.Join('\n', plans.Select(plan => plan.ToString()));
        var used = variables
            .Where(variable => IsUsed(text, variable.Key))
            .Select(variable => $"export {variable.Key}={Quoted(variable.Value)}\n");
        return string.Concat(used) + text;
    }

    // `--build-arg NAME` takes the value of the variable of this name.
    private static bool IsUsed(string text, string name) =>
        text.Contains('$' + name, StringComparison.Ordinal) || text.Contains($"--build-arg {name}", StringComparison.Ordinal);

    private static string Quoted(string value) =>
        value.All(letter => char.IsAsciiLetterOrDigit(letter) || "/:._-".Contains(letter))
            ? value
            : $"'{value.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
