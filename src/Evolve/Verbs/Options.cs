using System.CommandLine;
using System.Globalization;

namespace Evolve.Verbs;

/// <summary>Options and arguments that several verbs share.</summary>
internal static class Options
{
    /// <summary><c>FILE</c>: the scenario that a verb is about.</summary>
    public static Argument<string> Scenario() => new("FILE") { Description = "A scenario file, or the name of a shipped one." };

    /// <summary><c>--port</c>: the site's port on 127.0.0.1, 1 to 65535.</summary>
    public static Option<int> Port()
    {
        var option = new Option<int>("--port")
        {
            Description = "The site's port on 127.0.0.1.",
            DefaultValueFactory = _ => Backstage.DefaultPort,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && !(int.TryParse(result.Tokens[0].Value, out var port) && port is > 0 and < 65536))
            {
                result.AddError($"--port takes a number from 1 to 65535, not '{result.Tokens[0].Value}'.");
            }
        });
        return option;
    }

    /// <summary><c>--through</c>: the id of the last step to run.</summary>
    public static Option<string?> Through() => new("--through") { Description = "Stop after the step with this id." };

    /// <summary><c>--trust</c>: agrees to what a scenario from elsewhere runs.</summary>
    public static Option<bool> Trust() =>
        new("--trust") { Description = "Agree to all commands of a scenario that is not shipped; they are listed first." };

    /// <summary>A whole number from 1 to an end, which is said when it is outside; 1 by default.</summary>
    public static Option<int> Count(string name, string what, int most) => new(name)
    {
        Description = string.Create(CultureInfo.InvariantCulture, $"{what} From 1 to {most}, by default 1."),
        DefaultValueFactory = _ => 1,
        CustomParser = result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            {
                return number;
            }

            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from 1 to {most}, not “{string.Join(' ', result.Tokens.Select(token => token.Value))}”."));
            return 1;
        },
    };

    /// <summary>A number between two ends, which are said when it is outside.</summary>
    public static Option<double> Number(string name, string what, double usual, double least, double most)
    {
        var option = new Option<double>(name)
        {
            Description = string.Create(CultureInfo.InvariantCulture, $"{what} From {least} to {most}, by default {usual}."),
            DefaultValueFactory = _ => usual,
            CustomParser = result =>
            {
                if (result.Tokens is [var token] && double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
                {
                    return number;
                }

                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not “{string.Join(' ', result.Tokens.Select(token => token.Value))}”."));
                return usual;
            },
        };
        return option;
    }
}
