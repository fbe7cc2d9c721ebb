using System.CommandLine;

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
}
