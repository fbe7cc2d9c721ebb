using System.Globalization;
using System.Runtime.InteropServices;
using Evolve.Player.Recordings;
using Evolve.Player.Secrets;
using Evolve.Scenarios.Model;

namespace Evolve.Playing;

/// <summary>Makes what records a scenario.</summary>
internal static class Recorders
{
    /// <summary>Begins a recording in the folder where the scenario's are made.</summary>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be made.</exception>
    public static RunRecorder Open(Backstage backstage, Scenario scenario) => new(
        new RecordingPlaces(backstage.Session).FolderOf(scenario),
        scenario.FrontMatter.Title,
        Machine(scenario.FrontMatter.Requires.Contains(Requirement.Engine) ? backstage : null),
        new SecretMask(scenario.FrontMatter.Secrets, Environment.MachineName, backstage.Session.Host.Variable("HOME")),
        TimeProvider.System);

    /// <summary>What figures depend on, and no name.</summary>
    private static string Machine(Backstage? backstage)
    {
        var architecture = RuntimeInformation.OSArchitecture == Architecture.X64 ? "x86-64" : RuntimeInformation.OSArchitecture.ToString();
        var machine = string.Create(CultureInfo.InvariantCulture, $"{architecture}, {Environment.ProcessorCount} CPU{(Environment.ProcessorCount == 1 ? "" : "s")}");
        return backstage switch
        {
            null => machine,
            { Kvm: { } kvm } when kvm.Options().Length > 0 => $"{machine}, KVM",
            _ => $"{machine}, emulated guests",
        };
    }
}
