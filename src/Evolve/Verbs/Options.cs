using System.CommandLine;
using System.Globalization;

namespace Evolve.Verbs;

/// <summary>Options that several verbs share.</summary>
internal static class Options
{
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
