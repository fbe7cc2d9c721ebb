using Evolve.Testing;

namespace Evolve.Runner.Tests.Support;

/// <summary>The runner and the stand-in for QEMU, compiled for this run as the image's build compiles them.</summary>
public sealed class Compiled : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-runner-").FullName;

    /// <summary>Compiles; a warning is an error.</summary>
    public Compiled()
    {
        BuildTool.Run("sh", Repository.PathOf("assets", "runner", "build"), _folder);
        BuildTool.Run(
            "gcc", "-std=gnu17", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", "-o", StandIn,
            Repository.PathOf("tests", "Evolve.Runner.Tests", "StandIn", "qemu.c"));
    }

    /// <summary>The folder with the runner's program and the names that it answers to.</summary>
    public string Programs => Path.Combine(_folder, "bin");

    /// <summary>The path of the stand-in.</summary>
    public string StandIn => Path.Combine(_folder, "qemu");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);
}

/// <summary>The tests that share what is compiled.</summary>
[CollectionDefinition(Name)]
public sealed class CompiledOnce : ICollectionFixture<Compiled>
{
    /// <summary>Its name.</summary>
    public const string Name = "the runner, compiled";
}
