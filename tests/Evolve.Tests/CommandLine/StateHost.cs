using Evolve.Lamp.Machine;

namespace Evolve.Tests.CommandLine;

/// <summary>This machine, with a state folder of the test's own, and a terminal wherever the tests run.</summary>
internal sealed class StateHost(string state) : IHost
{
    private readonly Host _host = new();

    public string? Variable(string name) => name switch
    {
        "XDG_STATE_HOME" => state,
        "TERM" => "xterm-256color",
        _ => _host.Variable(name),
    };

    public string? ReadText(string path) => _host.ReadText(path);

    public IReadOnlyList<string> List(string folder) => _host.List(folder);
}
