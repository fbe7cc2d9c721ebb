using Evolve.Testing;

namespace Evolve.Base.Tests.Support;

/// <summary>The base, and the program of the tests linked with it, compiled for this run.</summary>
public sealed class Guests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("evolve-base-").FullName;

    /// <summary>Compiles; a warning is an error.</summary>
    public Guests()
    {
        BuildTool.Run("sh", Repository.PathOf("assets", "base", "build"), _folder);
        Link(Kernel);
    }

    /// <summary>The program with all tries: an ELF that QEMU starts.</summary>
    public string Kernel => Path.Combine(_folder, "guest");

    /// <summary>Links the program once more, with something that it does not have.</summary>
    public string LinkWith(string more)
    {
        var path = Path.Combine(_folder, "special");
        Link(path, more);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Link(string path, params string[] more)
    {
        var sources = Directory.GetFiles(Repository.PathOf("tests", "Evolve.Base.Tests", "Guests"), "*.c");
        BuildTool.Run(
            "sh",
            [
                Repository.PathOf("assets", "base", "link"), path,
                "gcc", "-std=gnu17", "-O1", "-Wall", "-Wextra", "-Werror", "-I", Repository.PathOf("assets", "base"),
                .. sources, Path.Combine(_folder, "base.o"), .. more,
            ]);
    }
}

/// <summary>The tests that share what is compiled.</summary>
[CollectionDefinition(Name)]
public sealed class CompiledOnce : ICollectionFixture<Guests>
{
    /// <summary>Its name.</summary>
    public const string Name = "the base, compiled";
}
