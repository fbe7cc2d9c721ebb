using Evolve.Testing;

namespace Evolve.Tests.CommandLine;

/// <summary>Where a test types Evolve's verbs: a folder of its own, which holds the state, too, and what was said.</summary>
internal sealed class Prompt : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    /// <summary>The folder that holds the Evolve which is started; by default the checkout's.</summary>
    public string Root { get; init; } = Repository.Root;

    /// <summary>The test's own folder.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("evolve-prompt-").FullName;

    /// <summary>The answers so far.</summary>
    public string Output => _output.ToString();

    /// <summary>The answers so far, line by line, without empty ones.</summary>
    public string[] Lines => Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The errors and warnings so far.</summary>
    public string Error => _error.ToString();

    /// <summary>A path in the test's folder.</summary>
    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a file, and the folders to it.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, string text)
    {
        var path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Types a verb.</summary>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public int Run(params string[] arguments) => RunTo(_output, null, arguments);

    /// <summary>Types a verb, and then what it reads.</summary>
    public int RunWith(string input, params string[] arguments)
    {
        using var reader = new StringReader(input);
        return RunTo(_output, reader, arguments);
    }

    /// <summary>Types a verb whose answers go elsewhere.</summary>
    public int RunTo(TextWriter output, TextReader? input, params string[] arguments) =>
        EntryPoint.Run(arguments, Root, new StateHost(Folder), output, _error, input);

    /// <summary>Types a verb that must succeed.</summary>
    public void Succeed(params string[] arguments)
    {
        if (Run(arguments) is not ExitCode.Success and var code)
        {
            throw new InvalidOperationException($"evolve {string.Join(' ', arguments)} ended with {code}: {Error}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}
