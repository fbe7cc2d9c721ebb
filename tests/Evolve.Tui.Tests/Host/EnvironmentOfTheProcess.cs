using Xunit;

namespace Evolve.Tui.Tests.Host;

[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class EnvironmentOfTheProcess
{
    /// <summary>Tests that look at the environment run when no other does.</summary>
    public const string Name = "The environment of the process";
}
