namespace Evolve.Player.Running;

/// <summary>Where steps run and what they know.</summary>
/// <param name="WorkingDirectory">The private workspace, absolute.</param>
/// <param name="Variables">Set for every step, check and shell, over what Evolve itself was started with.</param>
public sealed record StepEnvironment(string WorkingDirectory, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>The name of the variable that holds the file to which a step writes <c>NAME=value</c> for later steps.</summary>
    public const string FileVariable = "EVOLVE_ENV";

    /// <summary>The file behind <see cref="FileVariable"/>, or null when nothing is read back.</summary>
    public string? File => Variables.GetValueOrDefault(FileVariable);

    /// <summary>The same with these variables over it.</summary>
    public StepEnvironment With(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var all = new Dictionary<string, string>(Variables, StringComparer.Ordinal);
        foreach (var (name, value) in variables)
        {
            all[name] = value;
        }

        return this with { Variables = all };
    }
}
